/**
 * A physical plan on Kafka Streams: the only package that imports its processors and stores. The
 * classes are thin adapters around {@link dev.tidemark.topology.stage}.
 *
 * <p>Start reading at {@link dev.tidemark.runtime.streams.TopologyAssembly}.
 */
@NullMarked
package dev.tidemark.runtime.streams;

import org.jspecify.annotations.NullMarked;

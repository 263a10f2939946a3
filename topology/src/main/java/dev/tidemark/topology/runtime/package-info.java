/**
 * A physical plan on Kafka Streams: the only package that imports it. The classes here are thin
 * adapters around the plain state machines of {@link dev.tidemark.topology.eventtime}.
 *
 * <p>Start reading at {@link dev.tidemark.topology.runtime.JobRunner}.
 */
@NullMarked
package dev.tidemark.topology.runtime;

import org.jspecify.annotations.NullMarked;

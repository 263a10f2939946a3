/**
 * The canonical job, in Tidemark and in the plain Kafka Streams DSL, measured on the very same
 * topics.
 *
 * <p>Three kinds of JVM take part: the one that the user starts generates the input, watches and
 * judges; one holds the broker and the registry; one after the other, each engine gets one of its
 * own, so that its CPU time is its own.
 *
 * <p>Start reading at {@link dev.tidemark.bench.CanonicalBenchmark}.
 */
@NullMarked
package dev.tidemark.bench;

import org.jspecify.annotations.NullMarked;

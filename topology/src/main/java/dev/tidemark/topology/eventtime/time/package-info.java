/**
 * Watermarks and the clock of a source partition, with the keys, stores and source records that the
 * rest of event time shares.
 *
 * <p>Event time uses the JDK alone: no Kafka, no clock, no thread. The simulation drives the same
 * classes.
 *
 * <p>Start reading at {@link dev.tidemark.topology.eventtime.time.Watermark}.
 */
@NullMarked
package dev.tidemark.topology.eventtime.time;

import org.jspecify.annotations.NullMarked;

/**
 * Event time: watermarks, windows, aggregations and the plain state machines that move them. Knows
 * the JDK only: no Kafka, no clock, no thread. The simulation drives these very classes.
 *
 * <p>Start reading at {@link dev.tidemark.topology.eventtime.Watermark}, which defines the
 * convention that all else follows.
 */
@NullMarked
package dev.tidemark.topology.eventtime;

import org.jspecify.annotations.NullMarked;

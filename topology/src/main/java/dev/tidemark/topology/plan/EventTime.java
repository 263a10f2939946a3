package dev.tidemark.topology.plan;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The event time settings of a source.
 *
 * @param extractor the event time of an element; {@code null} or an exception makes it a dead
 *     letter
 * @param outOfOrderMs how far behind the highest event time of its partition an element may come
 *     and still be on time
 * @param idleAfterMs how long a partition must be proved to have nothing more before it stops
 *     holding the others back; empty: never
 * @param maxAheadMs how far ahead of the highest event time of its partition so far an element may
 *     be; what is further ahead is a dead letter and moves no watermark; empty: no limit
 */
public record EventTime(
    Function<Object, Instant> extractor,
    long outOfOrderMs,
    OptionalLong idleAfterMs,
    OptionalLong maxAheadMs) {}

package dev.tidemark.topology.stage;

import dev.tidemark.topology.eventtime.time.SourceClock;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.stage.base.Failure;
import dev.tidemark.topology.stage.base.FailureCause;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an element of a source has a time that the job can work with. Changes nothing
 * that a result depends on: the caller moves the clock. Not thread-safe.
 */
final class EventTimeCheck {

  /**
   * Far enough from the end of the numbers for windows, gaps and lateness to be subtracted; 146
   * million years ago.
   */
  private static final long EARLIEST_MS = Long.MIN_VALUE / 2;

  private final @Nullable EventTime declared;
  private final SourceClock partition;
  private final LongSupplier clock;
  private final long aheadOfClockMs;

  /** Saves reading the clock for each element. */
  private long latestAllowed = Long.MIN_VALUE;

  /**
   * @param declared {@code null}: the elements have no event time, only their records' timestamps
   * @param partition the clock of the source partition, as it is before the element
   * @param clock epoch milliseconds
   * @param aheadOfClockMs how far a time may be ahead of the clock
   */
  EventTimeCheck(
      @Nullable EventTime declared,
      SourceClock partition,
      LongSupplier clock,
      long aheadOfClockMs) {
    this.declared = declared;
    this.partition = partition;
    this.clock = clock;
    this.aheadOfClockMs = aheadOfClockMs;
  }

  /** The result of a check. */
  sealed interface Result {}

  /**
   * The element can be processed.
   *
   * @param time its event time, or its record's timestamp where none is declared
   */
  record Accepted(long time) implements Result {}

  /**
   * The element can't be processed.
   *
   * @param detail the same cause in words
   */
  record Rejected(FailureCause cause, Failure detail) implements Result {}

  /**
   * Checks one element.
   *
   * @param recordTimestamp of its record, epoch milliseconds
   */
  Result check(Object element, long recordTimestamp) {
    return declared == null ? withinClock(recordTimestamp) : eventTime(declared, element);
  }

  private Result eventTime(EventTime source, Object element) {
    Instant instant;
    try {
      instant = source.extractor().apply(element);
    } catch (Throwable thrown) {
      return new Rejected(
          FailureCause.FUNCTION_FAILED, Failure.of(FailureCause.FUNCTION_FAILED, thrown));
    }
    if (instant == null) {
      return rejected(FailureCause.NO_EVENT_TIME, "the event time is null");
    }
    long time;
    try {
      time = instant.toEpochMilli();
    } catch (ArithmeticException e) {
      return rejected(
          FailureCause.TOO_FAR_AHEAD, "the event time does not fit milliseconds: " + instant);
    }
    if (time < EARLIEST_MS) {
      return rejected(
          FailureCause.NO_EVENT_TIME, "the event time %s is out of all range".formatted(instant));
    }
    if (partition.isTooFarAhead(time)) {
      return rejected(
          FailureCause.TOO_FAR_AHEAD,
          "event time %s is more than %d ms ahead of its partition's highest so far"
              .formatted(instant, source.maxAheadMs().orElse(0)));
    }
    return withinClock(time);
  }

  private Result withinClock(long time) {
    if (time > latestAllowed) {
      latestAllowed = clock.getAsLong() + aheadOfClockMs;
    }
    return time <= latestAllowed
        ? new Accepted(time)
        : rejected(
            FailureCause.AHEAD_OF_CLOCK,
            "time %s is more than %d ms ahead of the clock; brokers would refuse results dated so"
                .formatted(Instant.ofEpochMilli(time), aheadOfClockMs));
  }

  private static Rejected rejected(FailureCause cause, String message) {
    return new Rejected(cause, Failure.of(cause, message));
  }
}

package dev.tidemark.topology.stage.retry;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.stage.base.Failure;
import dev.tidemark.topology.stage.base.StepFailedException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts the elements that the steps with one policy reject, and fails the job above the policy's
 * limit. The count is of this instance of a stage alone, and starts at zero with it. Not
 * thread-safe.
 */
public final class FailureRateLimit {

  private final OnError.Limit limit;
  private final Deque<Long> times = new ArrayDeque<>();

  public FailureRateLimit(OnError.Limit limit) {
    this.limit = limit;
  }

  void count(long now, long elements, String step, SourceRecord origin, Failure failure) {
    while (!times.isEmpty() && now - times.getFirst() > limit.perMs()) {
      times.removeFirst();
    }
    long room = limit.count() - times.size();
    if (elements > room) {
      throw new StepFailedException(
          "more than %d elements were rejected within %d ms by one task; the last by step %s, of %s: %s %s"
              .formatted(
                  limit.count(),
                  limit.perMs(),
                  step,
                  place(origin),
                  failure.cause(),
                  failure.message().replaceAll("\\R", " ")),
          "see the dead letters before it, fix their common cause, then restart the job;"
              + " failAbove states the limit");
    }
    for (long i = 0; i < elements; i++) {
      times.addLast(now);
    }
  }

  static String place(SourceRecord origin) {
    return origin.offset() < 0
        ? "%s, partition %d".formatted(origin.topic(), origin.partition())
        : "topic %s, partition %d, offset %d"
            .formatted(origin.topic(), origin.partition(), origin.offset());
  }
}

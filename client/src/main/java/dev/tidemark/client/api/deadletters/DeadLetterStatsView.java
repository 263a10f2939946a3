package dev.tidemark.client.api.deadletters;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters or late records, counted.
 *
 * @param topics where they lie
 * @param groups by what they have in common, the largest first; at most 1,000
 * @param ungrouped how many have a group beyond that
 * @param complete whether all were counted within the time that an answer may take
 */
public record DeadLetterStatsView(
    String job,
    List<String> topics,
    long total,
    long open,
    long requeued,
    long discarded,
    long quarantined,
    List<Group> groups,
    long ungrouped,
    boolean complete) {
  /**
   * Those with the same step, cause and exception.
   *
   * @param message of the newest
   * @param firstAt when the first of them failed
   * @param lastAt when the last of them failed
   * @param newest the newest, as {@code PARTITION:OFFSET}
   */
  public record Group(
      String topic,
      String step,
      String cause,
      @Nullable String exception,
      String message,
      long total,
      long open,
      Instant firstAt,
      Instant lastAt,
      String newest) {}
}

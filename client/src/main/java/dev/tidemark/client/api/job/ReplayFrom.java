package dev.tidemark.client.api.job;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The position where a replay begins, in the words of Kafka's own tools.
 *
 * @param kind which of them
 * @param at of {@code DATETIME}
 * @param offset of {@code OFFSET}: in each partition; of {@code SHIFT}: by how much to move from
 *     the position of the job, backwards if negative
 * @param offsets of {@code OFFSETS}: by topic and partition
 */
public record ReplayFrom(
    Kind kind,
    @Nullable Instant at,
    @Nullable Long offset,
    @Nullable Map<String, Map<Integer, Long>> offsets) {
  /** The ways to say it. */
  public enum Kind {
    /** With the oldest records that are still there. */
    EARLIEST,
    /** Behind the newest. */
    LATEST,
    /** With the first record of this time or later. */
    DATETIME,
    /** With this offset in each partition. */
    OFFSET,
    /** So many records from the position of the job. */
    SHIFT,
    /** With an offset for each partition, as in a CSV file of Kafka's tools. */
    OFFSETS
  }

  /** With the oldest records. */
  public static ReplayFrom earliest() {
    return new ReplayFrom(Kind.EARLIEST, null, null, null);
  }

  /** With the first record of a time. */
  public static ReplayFrom at(Instant instant) {
    return new ReplayFrom(Kind.DATETIME, instant, null, null);
  }
}

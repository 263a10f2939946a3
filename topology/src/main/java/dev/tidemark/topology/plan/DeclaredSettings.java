package dev.tidemark.topology.plan;

import java.time.Duration;
import java.util.List;

/**
 * The settings that the author of a job declared and that the nodes don't hold, kept as written for
 * the checks: a node can't hold a negative size.
 *
 * @param durations every duration, as stated
 * @param unfinished every {@code keyBy} without a window and every window without an aggregation
 * @param misuse calls that contradict each other
 */
public record DeclaredSettings(
    List<StatedDuration> durations, List<Unfinished> unfinished, List<Problem> misuse) {
  /** No duration may be longer: 100 years. */
  public static final Duration LONGEST = Duration.ofDays(36_525);

  public DeclaredSettings {
    durations = List.copyOf(durations);
    unfinished = List.copyOf(unfinished);
    misuse = List.copyOf(misuse);
  }

  /** Nothing was stated. */
  public static DeclaredSettings none() {
    return new DeclaredSettings(List.of(), List.of(), List.of());
  }

  /** The nearest number of milliseconds that a node can hold in this meaning. */
  public static long clampedMs(Meaning meaning, Duration value) {
    Duration atLeast = Duration.ofMillis(meaning.leastMs());
    if (value.compareTo(atLeast) < 0) {
      return meaning.leastMs();
    }
    return value.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : value.toMillis();
  }

  /**
   * A duration as stated.
   *
   * @param where the part of the job that it belongs to, e.g. {@code window revenue}
   */
  public record StatedDuration(String where, Meaning meaning, Duration value) {}

  /**
   * A step that needs another one.
   *
   * @param after the id of the node before it
   * @param where the step, e.g. {@code window revenue}
   * @param missing what it needs, e.g. {@code aggregate}
   */
  public record Unfinished(String after, String where, String missing) {}

  /** The setting that a duration was declared for. */
  public enum Meaning {
    /** The size of a tumbling window. */
    SIZE("size", 1),
    /** The gap of a session window. */
    GAP("gap", 1),
    /** The time that a window waits beyond the watermark. */
    ALLOWED_LATENESS("allowedLateness", 0),
    /** The time for which a closed window can be corrected. */
    CORRECTABLE_FOR("correctableFor", 1),
    /** The maximum distance of events behind the highest event time of their partition. */
    OUT_OF_ORDERNESS("outOfOrderBy", 0),
    /** The time without records after which a partition is idle. */
    IDLE_AFTER("idleAfter", 1),
    /** The maximum distance of events ahead of the highest event time of their partition. */
    MAX_AHEAD("maxAhead", 1),
    /** The delay before the first retry of an element. */
    FIRST_DELAY("backoff", 1),
    /** The maximum delay before a retry. */
    LONGEST_DELAY("backoff", 1),
    /** The time over which permanently failed elements are counted. */
    FAIL_ABOVE_PER("failAbove", 1);

    private final String word;
    private final long leastMs;

    Meaning(String word, long leastMs) {
      this.word = word;
      this.leastMs = leastMs;
    }

    public long leastMs() {
      return leastMs;
    }

    /** The word that job authors use for it. */
    public String word() {
      return word;
    }
  }
}

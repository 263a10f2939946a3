package dev.tidemark.client.api.job;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The differences between a run and the plain one, as the job registry keeps them: where it begins
 * and ends, where it writes to, what it leaves to the run before it, and what it repeats of one.
 * The engine's {@code ReplayScope} has the same fields and defines them.
 *
 * @param starts where it begins, by topic and partition
 * @param until the first offset that is not read any more, by topic and partition
 * @param suffix is added to the name of every topic that it writes; empty: the job's own topics
 * @param cut what belongs to the run before; null: nothing
 * @param idleDecisions by stage, partition and {@code CHANNEL/POSITION}
 */
public record RunScope(
    Map<String, Map<Integer, Start>> starts,
    Map<String, Map<Integer, Long>> until,
    String suffix,
    @Nullable Cut cut,
    Map<String, Map<Integer, Map<String, Long>>> idleDecisions) {

  /** A run that does not differ. */
  public static final RunScope NONE = new RunScope(Map.of(), Map.of(), "", null, Map.of());

  /** The position where a run begins in one partition, with the partition's clock there. */
  public record Start(long offset, @Nullable Long highestEventTimeMs) {}

  /**
   * The part of the data that belongs to the run before.
   *
   * @param suffix of the topics that take it
   * @param sources by topic and partition: the first offset that does not
   * @param windows by window and partition: up to which watermark panes do, epoch milliseconds
   */
  public record Cut(
      String suffix,
      Map<String, Map<Integer, Long>> sources,
      Map<String, Map<Integer, Long>> windows) {}

  /** The same with other ends. */
  public RunScope withUntil(Map<String, Map<Integer, Long>> other) {
    return new RunScope(starts, other, suffix, cut, idleDecisions);
  }

  /** The same without an end, writing to the job's own topics what a cut leaves it. */
  public RunScope withCut(Cut other) {
    return new RunScope(starts, Map.of(), "", other, idleDecisions);
  }
}

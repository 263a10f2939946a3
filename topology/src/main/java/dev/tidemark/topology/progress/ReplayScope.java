package dev.tidemark.topology.progress;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The differences of a run from a plain run, which reads everything and writes to the job's own
 * topics: its start and end, its output topics, the records that it leaves to another run, and the
 * decisions of another run that it repeats. Plain data, which goes through JSON unchanged.
 *
 * @param starts where it begins, by source topic (or table topic) and partition; those not named:
 *     at its group's offset, or at the log's start
 * @param until the first offset that is not read any more, by topic and partition; those not named:
 *     no end. A run with an end for each partition of its sources completes
 * @param suffix is added to the name of every output, late and dead-letter topic; empty: the job's
 *     own topics
 * @param cut the boundary to the run before it
 * @param idleDecisions the decisions that readers made without idle partitions, to be repeated: by
 *     stage, partition of the stage and {@code CHANNEL/POSITION}, the watermark that the channel's
 *     elements from that position on are late by, epoch milliseconds
 */
public record ReplayScope(
    Map<String, Map<Integer, StartPoint>> starts,
    Map<String, Map<Integer, Long>> until,
    String suffix,
    @Nullable HandoverCut cut,
    Map<String, Map<Integer, Map<String, Long>>> idleDecisions) {

  /** A run that does not differ. */
  public static final ReplayScope NONE = new ReplayScope(Map.of(), Map.of(), "", null, Map.of());

  public ReplayScope {
    starts = copy(starts);
    until = copy(until);
    idleDecisions =
        idleDecisions.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    stage ->
                        stage.getValue().entrySet().stream()
                            .collect(
                                Collectors.toUnmodifiableMap(
                                    Map.Entry::getKey,
                                    partition -> Map.copyOf(partition.getValue())))));
  }

  /** The same with other ends. */
  public ReplayScope withUntil(Map<String, Map<Integer, Long>> other) {
    return new ReplayScope(starts, other, suffix, cut, idleDecisions);
  }

  /** The same with another suffix. */
  public ReplayScope withSuffix(String other) {
    return new ReplayScope(starts, until, other, cut, idleDecisions);
  }

  /** The same with a cut, writing to the job's own topics what the cut leaves it. */
  public ReplayScope withCut(HandoverCut other) {
    return new ReplayScope(starts, until, "", other, idleDecisions);
  }

  public static <T> Map<String, Map<Integer, T>> copy(Map<String, Map<Integer, T>> byTopic) {
    Map<String, Map<Integer, T>> copy = new TreeMap<>();
    byTopic.forEach((topic, byPartition) -> copy.put(topic, Map.copyOf(byPartition)));
    return Map.copyOf(copy);
  }
}

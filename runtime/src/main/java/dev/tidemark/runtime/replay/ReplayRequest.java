package dev.tidemark.runtime.replay;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a replay.
 *
 * @param from where to begin
 * @param topics which topics begin there, with which partitions (none: all); empty: all topics. The
 *     others begin at the position of the run before
 * @param until where to end: before the first record of this time or later; {@code null}: nowhere
 * @param suffix of the topics to write to; empty: the job's own
 */
public record ReplayRequest(
    ReplayPoint from, Map<String, List<Integer>> topics, @Nullable Instant until, String suffix) {
  public ReplayRequest {
    topics = Map.copyOf(topics);
  }

  boolean selects(String topic, int partition) {
    List<Integer> partitions = topics.getOrDefault(topic, List.of());
    return topics.isEmpty()
        || (topics.containsKey(topic) && (partitions.isEmpty() || partitions.contains(partition)));
  }
}

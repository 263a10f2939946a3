package dev.tidemark.topology.progress;

import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds up what the tasks of a job have noted, by the paths of its plan. */
public final class ProgressSummary {

  private final ProgressLayout layout;
  private final Map<String, Map<Integer, Map<String, String>>> entries;
  private final Map<ProgressKeys.Count, Long> counts = new HashMap<>();

  /**
   * The progress that the entries of all progress stores add up to.
   *
   * @param entries by stage (or table), partition and key; see {@link ProgressKeys}
   */
  public static JobProgress of(
      PhysicalPlan plan, Map<String, Map<Integer, Map<String, String>>> entries) {
    return of(ProgressLayout.of(plan), entries);
  }

  /**
   * The same for a plan that is known by its layout alone.
   *
   * @param entries by stage (or table), partition and key; see {@link ProgressKeys}
   */
  public static JobProgress of(
      ProgressLayout layout, Map<String, Map<Integer, Map<String, String>>> entries) {
    return new ProgressSummary(layout, entries).summarize();
  }

  private ProgressSummary(
      ProgressLayout layout, Map<String, Map<Integer, Map<String, String>>> entries) {
    this.layout = layout;
    this.entries = entries;
    entries.values().forEach(partitions -> partitions.values().forEach(this::addCounts));
  }

  private JobProgress summarize() {
    List<JobProgress.SourcePartition> sources = new ArrayList<>();
    for (Paths.Path path : layout.paths()) {
      Set<String> nodes = new HashSet<>(path.nodes());
      nodes.add(path.output());
      partitionsOf(path.source())
          .forEach(p -> sources.add(source(path.source(), path.source(), p, path.output(), nodes)));
    }
    for (ProgressLayout.Table table : layout.tables()) {
      partitionsOf(table.id())
          .forEach(
              p ->
                  sources.add(
                      source(table.id(), table.topic(), p, table.id(), Set.of(table.id()))));
    }
    List<JobProgress.WindowState> windows = new ArrayList<>();
    layout.windows().forEach(window -> windows.add(window(window.stage(), window.name())));
    return new JobProgress(sources, windows, waiting(), deadLetters());
  }

  private Map<String, Map<Integer, Long>> deadLetters() {
    Map<String, Map<Integer, Long>> found = new TreeMap<>();
    counts.forEach(
        (count, number) -> {
          if (count.fate() == Outcome.DEAD_LETTERED) {
            found
                .computeIfAbsent(count.topic(), topic -> new TreeMap<>())
                .merge(count.partition(), number, Long::sum);
          }
        });
    return found;
  }

  private List<JobProgress.Waiting> waiting() {
    List<JobProgress.Waiting> waiting = new ArrayList<>();
    new TreeMap<>(entries)
        .forEach(
            (stage, partitions) ->
                new TreeMap<>(partitions)
                    .forEach(
                        (partition, store) ->
                            waiting(stage, partition, store).ifPresent(waiting::add)));
    return waiting;
  }

  private static Optional<JobProgress.Waiting> waiting(
      String stage, int partition, Map<String, String> store) {
    var waiting = ProgressEntry.Waiting.parse(store.get(ProgressKeys.WAITING + stage));
    return waiting.units() == 0
        ? Optional.empty()
        : Optional.of(
            new JobProgress.Waiting(
                stage,
                partition,
                waiting.units(),
                Instant.ofEpochMilli(waiting.oldestFailureMs())));
  }

  private void addCounts(Map<String, String> store) {
    store.forEach(
        (key, value) -> {
          if (key.startsWith(ProgressKeys.COUNT)) {
            counts.merge(ProgressKeys.Count.parse(key), ProgressEntry.number(value), Long::sum);
          }
        });
  }

  private Set<Integer> partitionsOf(String stage) {
    return new TreeSet<>(entries.getOrDefault(stage, Map.of()).keySet());
  }

  private JobProgress.SourcePartition source(
      String stage, String topic, int partition, String output, Set<String> nodes) {
    Map<String, String> store =
        entries.getOrDefault(stage, Map.of()).getOrDefault(partition, Map.of());
    var clock = ProgressEntry.Clock.parse(store.get(ProgressKeys.CLOCK + topic + "/" + partition));
    long position = clock.position();
    String idle = store.get(ProgressKeys.IDLE_AT + topic + "/" + partition);
    long idleAt = idle == null ? -1 : ProgressEntry.number(idle);
    return new JobProgress.SourcePartition(
        topic,
        partition,
        output,
        Math.max(position, idleAt),
        watermark(topic, clock.highest()),
        idleAt >= position,
        sum(topic, partition, nodes, Outcome.READ),
        sum(topic, partition, nodes, Outcome.EXPANDED),
        sum(topic, partition, nodes, Outcome.FILTERED),
        sum(topic, partition, nodes, Outcome.LATE),
        sum(topic, partition, nodes, Outcome.DEAD_LETTERED),
        sum(topic, partition, nodes, Outcome.SKIPPED),
        sum(topic, partition, nodes, Outcome.COUNTED));
  }

  private Optional<Instant> watermark(String topic, OptionalLong highest) {
    if (highest.isEmpty()) {
      return Optional.empty();
    }
    Long outOfOrderMs = layout.outOfOrderMs().get(topic);
    return outOfOrderMs == null
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(highest.getAsLong() - outOfOrderMs));
  }

  private long sum(String topic, int partition, Set<String> nodes, Outcome fate) {
    return nodes.stream()
        .mapToLong(
            node -> counts.getOrDefault(new ProgressKeys.Count(topic, partition, node, fate), 0L))
        .sum();
  }

  private JobProgress.WindowState window(String stage, String window) {
    Map<Integer, Map<String, String>> partitions = entries.getOrDefault(stage, Map.of());
    long closed = 0;
    long failed = 0;
    long incomplete = 0;
    long open = 0;
    long lowest = Long.MAX_VALUE;
    boolean allIdle = !partitions.isEmpty();
    for (Map.Entry<Integer, Map<String, String>> partition : partitions.entrySet()) {
      Map<String, String> store = partition.getValue();
      Set<String> node = Set.of(window);
      closed += sum(window, partition.getKey(), node, Outcome.READ);
      failed += sum(window, partition.getKey(), node, Outcome.DEAD_LETTERED);
      incomplete += sum(window, partition.getKey(), node, Outcome.INCOMPLETE);
      open += ProgressEntry.number(store.getOrDefault(ProgressKeys.OPEN + window, "0"));
      var merged = ProgressEntry.Merged.parse(store.get(ProgressKeys.MERGED + window));
      lowest = Math.min(lowest, merged.watermark().time());
      allIdle &= merged.allIdle();
    }
    Optional<Instant> watermark =
        partitions.isEmpty() || lowest == Long.MIN_VALUE
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(lowest));
    long written = closed - failed - incomplete;
    return new JobProgress.WindowState(
        window, watermark, written, failed, incomplete, open, allIdle);
  }
}

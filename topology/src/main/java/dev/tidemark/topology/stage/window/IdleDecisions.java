package dev.tidemark.topology.stage.window;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.stage.base.SourceNumbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the watermark by which a reader decides the lateness of elements of a partition that came
 * back from being idle: a step function of the offset for each partition of the source. A decision
 * of an earlier run is repeated, whatever this run has reached; a decision of this run is noted, so
 * that another can repeat it. Not thread-safe.
 */
public final class IdleDecisions {

  private static final long NOTHING = Watermark.NOTHING_YET.time();

  private final Map<Integer, NavigableMap<Long, Long>> repeated;
  private final SourceNumbers sources;
  private final Map<Integer, TreeMap<Long, Long>> noted = new HashMap<>();
  private final Set<Step> changed = new LinkedHashSet<>();

  /**
   * @param repeated what an earlier run decided, by the numbers of the source partitions
   * @param sources gives the numbers
   */
  public IdleDecisions(Map<Integer, NavigableMap<Long, Long>> repeated, SourceNumbers sources) {
    this.repeated = repeated;
    this.sources = sources;
    repeated.forEach(
        (partition, steps) ->
            steps.forEach((position, watermark) -> put(partition, position, watermark)));
  }

  private record Step(int partition, long position) {}

  /**
   * One step, as it is persisted.
   *
   * @param watermark empty: there is no step any more
   */
  record Change(int partition, long position, OptionalLong watermark) {}

  /** Restores what an earlier owner committed. */
  void restore(int partition, long position, long watermark) {
    steps(partition).put(position, watermark);
    changed.remove(new Step(partition, position));
  }

  /** Returns the watermark that an element is late by: the merged one, or an earlier run's. */
  Watermark lateBy(@Nullable SourceRecord origin, Watermark merged) {
    if (origin == null || repeated.isEmpty()) {
      return merged;
    }
    NavigableMap<Long, Long> steps = repeated.get(sources.number(origin));
    Map.Entry<Long, Long> step = steps == null ? null : steps.floorEntry(origin.offset());
    return step == null ? merged : merged.max(new Watermark(step.getValue()));
  }

  /** Notes what was decided when a partition came back: it holds for all that follows. */
  void note(int partition, long position, Watermark merged) {
    put(partition, position, merged.time());
  }

  /**
   * Notes the watermark that one element was judged by. It holds for no other: they don't come in
   * order.
   */
  void note(SourceRecord origin, Watermark judgedBy) {
    int source = sources.number(origin);
    TreeMap<Long, Long> steps = steps(source);
    long offset = origin.offset();
    long here = valueAt(steps, offset);
    if (here == judgedBy.time()) {
      return;
    }
    set(source, steps, offset + 1, valueAt(steps, offset + 1));
    steps.put(offset, judgedBy.time());
    changed.add(new Step(source, offset));
    if (valueAt(steps, offset - 1) == judgedBy.time()) {
      steps.remove(offset);
    }
  }

  /** Returns the steps that have changed since the last call. */
  List<Change> takeChanges() {
    List<Change> changes = new ArrayList<>();
    for (Step step : changed) {
      Long watermark = steps(step.partition).get(step.position);
      changes.add(
          new Change(
              step.partition,
              step.position,
              watermark == null ? OptionalLong.empty() : OptionalLong.of(watermark)));
    }
    changed.clear();
    return changes;
  }

  private void put(int partition, long position, long watermark) {
    set(partition, steps(partition), position, watermark);
  }

  private void set(int partition, TreeMap<Long, Long> steps, long position, long watermark) {
    steps.put(position, watermark);
    changed.add(new Step(partition, position));
  }

  private static long valueAt(TreeMap<Long, Long> steps, long offset) {
    Map.Entry<Long, Long> step = steps.floorEntry(offset);
    return step == null ? NOTHING : step.getValue();
  }

  private TreeMap<Long, Long> steps(int partition) {
    return noted.computeIfAbsent(partition, none -> new TreeMap<>());
  }
}

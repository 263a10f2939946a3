package dev.tidemark.topology.progress;

import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The committed position of a run, as another run needs it: to start where this run's clock is
 * known, to repeat its idle decisions, and to take over from it.
 *
 * @param sources by source topic and partition
 * @param closed up to which millisecond panes are closed, by window and partition: the merged
 *     watermark less the window's allowed lateness and gap; windows that have closed nothing yet
 *     are left out
 * @param idleDecisions as a {@link ReplayScope} takes them
 * @param waiting the number of elements and panes that wait for another attempt, or behind one that
 *     does
 */
public record RunPosition(
    Map<String, Map<Integer, Source>> sources,
    Map<String, Map<Integer, Long>> closed,
    Map<String, Map<Integer, Map<String, Long>>> idleDecisions,
    long waiting) {

  /**
   * A partition of a source.
   *
   * @param position one past the last offset processed
   * @param highestEventTimeMs before that offset; empty before the first event
   * @param clockMarks the highest event time before some offsets
   */
  public record Source(
      long position, OptionalLong highestEventTimeMs, NavigableMap<Long, Long> clockMarks) {

    /**
     * The last offset, not above the given one, before which the clock is known, with the clock.
     *
     * @return {@code null} if there is none
     */
    public Map.@Nullable Entry<Long, Long> clockAt(long offset) {
      if (highestEventTimeMs.isPresent() && position <= offset) {
        return Map.entry(position, highestEventTimeMs.getAsLong());
      }
      return clockMarks.floorEntry(offset);
    }
  }

  /** One past the last offset processed, by topic and partition. */
  public Map<String, Map<Integer, Long>> positions() {
    Map<String, Map<Integer, Long>> positions = new TreeMap<>();
    sources.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, source) ->
                    positions
                        .computeIfAbsent(topic, none -> new TreeMap<>())
                        .put(partition, source.position)));
    return positions;
  }

  /**
   * Returns the cut for a run that takes over from this one: this run owns what it has processed
   * and closed. Call it only when this run has stopped.
   *
   * @param suffix of the topics that take what the other run makes of the same
   */
  public HandoverCut cut(String suffix) {
    return new HandoverCut(suffix, positions(), closed);
  }

  /** Reads it from the entries of all progress stores: by stage, partition and key. */
  public static RunPosition of(
      ProgressLayout layout, Map<String, Map<Integer, Map<String, String>>> entries) {
    Map<String, Map<Integer, Source>> sources = new TreeMap<>();
    for (String topic : layout.streams()) {
      Map<Integer, Source> partitions = new TreeMap<>();
      entries
          .getOrDefault(layout.ownerOf(topic), Map.of())
          .forEach(
              (partition, store) -> partitions.put(partition, source(topic, partition, store)));
      sources.put(topic, partitions);
    }
    Map<String, Map<Integer, Long>> closed = new TreeMap<>();
    Map<String, Map<Integer, Map<String, Long>>> decisions = new TreeMap<>();
    for (ProgressLayout.Window window : layout.windows()) {
      entries
          .getOrDefault(window.stage(), Map.of())
          .forEach(
              (partition, store) -> {
                readClosed(window, store)
                    .ifPresent(
                        time ->
                            closed
                                .computeIfAbsent(window.name(), none -> new TreeMap<>())
                                .put(partition, time));
                Map<String, Long> own = decisions(store);
                if (!own.isEmpty()) {
                  decisions
                      .computeIfAbsent(window.stage(), none -> new TreeMap<>())
                      .put(partition, own);
                }
              });
    }
    return new RunPosition(sources, closed, decisions, waiting(entries));
  }

  private static long waiting(Map<String, Map<Integer, Map<String, String>>> entries) {
    long waiting = 0;
    for (Map<Integer, Map<String, String>> stage : entries.values()) {
      for (Map<String, String> store : stage.values()) {
        for (Map.Entry<String, String> entry : store.entrySet()) {
          if (entry.getKey().startsWith(ProgressKeys.WAITING)) {
            waiting += ProgressEntry.Waiting.parse(entry.getValue()).units();
          }
        }
      }
    }
    return waiting;
  }

  private static Source source(String topic, int partition, Map<String, String> store) {
    var clock = ProgressEntry.Clock.parse(store.get(ProgressKeys.CLOCK + topic + "/" + partition));
    String prefix = ProgressKeys.CLOCK_MARK + topic + "/" + partition + "/";
    TreeMap<Long, Long> marks = new TreeMap<>();
    store.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            marks.put(
                ProgressEntry.number(key.substring(prefix.length())), ProgressEntry.number(value));
          }
        });
    return new Source(clock.position(), clock.highest(), marks);
  }

  private static OptionalLong readClosed(ProgressLayout.Window window, Map<String, String> store) {
    Watermark watermark =
        ProgressEntry.Merged.parse(store.get(ProgressKeys.MERGED + window.name())).watermark();
    return watermark.equals(Watermark.NOTHING_YET)
        ? OptionalLong.empty()
        : OptionalLong.of(watermark.time() - window.closesAfterMs());
  }

  private static Map<String, Long> decisions(Map<String, String> store) {
    Map<String, Long> decisions = new HashMap<>();
    store.forEach(
        (key, value) -> {
          if (key.startsWith(ProgressKeys.IDLE_DECISION)) {
            decisions.put(
                key.substring(ProgressKeys.IDLE_DECISION.length()), ProgressEntry.number(value));
          }
        });
    return decisions;
  }
}

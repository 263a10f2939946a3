package dev.tidemark.topology.stage.base;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import java.util.Map;

/**
 * Decides what belongs to the run before, after a run has taken over from it. What is made of a
 * source record belongs to it if the record's offset is below the cut of its partition; what is
 * made of a pane, if the pane's last millisecond (of a session: its last event time) is not after
 * the cut of its window's partition. Nothing else matters, so it can be decided anywhere behind the
 * source or the window, in whatever stage.
 *
 * @param sources the first offset that does not, by topic and partition
 * @param windows the last millisecond that does, by window and partition
 */
public record Handover(
    Map<String, Map<Integer, Long>> sources, Map<String, Map<Integer, Long>> windows) {

  /**
   * Returns whether something belongs to the run before.
   *
   * @param origin what it was made of
   * @param time its event time; of a pane's result: the pane's last millisecond
   */
  public boolean isBefore(SourceRecord origin, long time) {
    if (origin.offset() >= 0) {
      Long cut = sources.getOrDefault(origin.topic(), Map.of()).get(origin.partition());
      return cut != null && origin.offset() < cut;
    }
    Long cut = windows.getOrDefault(origin.topic(), Map.of()).get(origin.partition());
    return cut != null && time <= cut;
  }

  /**
   * Returns the name, for the run before, of a way out that has a name in this run; no legal name.
   */
  public static String nameBefore(String name) {
    return name + "@before";
  }
}

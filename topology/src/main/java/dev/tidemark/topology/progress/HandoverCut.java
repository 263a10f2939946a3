package dev.tidemark.topology.progress;

import java.util.Map;

/**
 * The boundary between a run and the run that takes over from it: each result, late record and dead
 * letter belongs to exactly one of the two. A run writes what belongs to the other to the topics
 * with the suffix.
 *
 * <p><b>The convention.</b> What is made of a source record belongs to the run before if the
 * record's offset is below the cut of its partition. What is made of a pane belongs to it if the
 * pane's last millisecond (of a session: its last event time) is not after the cut of its window's
 * partition, i.e. if the run before has closed it. {@link RunPosition#cut} makes it.
 *
 * @param suffix is added to the name of each topic
 * @param sources the first offset that belongs to the run with the cut, by source topic and
 *     partition; those not named: all belongs to it
 * @param windows up to which millisecond the run before has closed its panes, by window and
 *     partition: its merged watermark less its own allowed lateness and gap; those not named: all
 *     belongs to the run with the cut
 */
public record HandoverCut(
    String suffix,
    Map<String, Map<Integer, Long>> sources,
    Map<String, Map<Integer, Long>> windows) {
  public HandoverCut {
    if (suffix.isEmpty()) {
      throw new IllegalArgumentException("the suffix of a hand-over can't be empty");
    }
    sources = ReplayScope.copy(sources);
    windows = ReplayScope.copy(windows);
  }
}

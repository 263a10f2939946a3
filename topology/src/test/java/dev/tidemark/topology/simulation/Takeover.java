package dev.tidemark.topology.simulation;

import dev.tidemark.topology.progress.HandoverCut;
import dev.tidemark.topology.simulation.RunOutcome.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What two runs have written, of which one has taken over from the other.
 *
 * @param left by the run before, until it stood still
 * @param shadow by the new run while it ran beside it
 * @param cut between them
 * @param before how many records of each partition the run before had
 * @param taken by the new run in its own name
 * @param aside by the new run, of what belongs to the run before
 * @param lastWindow whose results are written
 */
record Takeover(
    RunOutcome left,
    RunOutcome shadow,
    HandoverCut cut,
    int[] before,
    RunOutcome taken,
    RunOutcome aside,
    String lastWindow) {

  /** What readers of a partition of the output see. */
  List<Written> union(int partition) {
    return Stream.concat(
            left.results().get(partition).stream(), taken.results().get(partition).stream())
        .toList();
  }

  /** Each result comes from one of the two, on its own side of the cut, and none is missing. */
  void check(RunOutcome full) {
    for (int p = 0; p < full.results().size(); p++) {
      long closed = closed(p);
      if (closed(shadow, p) > closed) {
        return; // it has run ahead: it would not be given the place yet
      }
      List<Written> mine =
          full.results().get(p).stream().filter(w -> w.fired().last() > closed).toList();
      ReplayCase.require(
          sorted(taken.results().get(p)).equals(sorted(mine)),
          "partition %d has %s, not %s; the run before has closed up to %d and written %s",
          p,
          taken.results().get(p),
          mine,
          closed,
          left.results().get(p));
      for (Written written : left.results().get(p)) {
        ReplayCase.require(
            written.fired().last() <= closed, "%s is on the other side of %d", written, closed);
      }
    }
    ReplayCase.require(
        taken.imbalance().isEmpty(), "the ledger is out of balance by %s", taken.imbalance());
    checkThatNothingIsHidden();
  }

  /** What only the new run has seen must not end in a result that nobody reads. */
  private void checkThatNothingIsHidden() {
    for (Written written : aside.allResults()) {
      for (int id : written.fired().ids()) {
        int partition = id / 4 / 100;
        int index = id / 4 % 100;
        ReplayCase.require(
            index < before[partition],
            "element %d came after the cut, and is in %s of the run before",
            id,
            written);
      }
    }
  }

  /** Late records and dead letters, too, come from one of the two. */
  void checkRecords(RunOutcome full) {
    same("late records", full.late(), left.late(), taken.late());
    boolean
        beforeTheEpoch = // dead letters of panes can't be dated so, and are all at its beginning
        cut.windows().values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .anyMatch(time -> time < 0);
    if (!beforeTheEpoch) {
      same("dead letters", full.deadLetters(), left.deadLetters(), taken.deadLetters());
    }
  }

  private static void same(
      String what,
      List<RunOutcome.Told> full,
      List<RunOutcome.Told> first,
      List<RunOutcome.Told> second) {
    Map<RunOutcome.Told, Integer> counts = new HashMap<>();
    full.forEach(told -> counts.merge(told, 1, Integer::sum));
    List<RunOutcome.Told> both = new ArrayList<>(first);
    both.addAll(second);
    both.forEach(told -> counts.merge(told, -1, Integer::sum));
    counts.values().removeIf(count -> count == 0);
    ReplayCase.require(counts.isEmpty(), "%s missing (or too many): %s", what, counts);
  }

  private long closed(int partition) {
    return closed(left, partition);
  }

  private long closed(RunOutcome outcome, int partition) {
    return outcome
        .position()
        .closed()
        .getOrDefault(lastWindow, Map.of())
        .getOrDefault(partition, Long.MIN_VALUE);
  }

  private static List<String> sorted(List<Written> results) {
    return results.stream().map(Written::toString).sorted().toList();
  }
}

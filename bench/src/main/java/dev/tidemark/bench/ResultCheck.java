package dev.tidemark.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares all that an engine wrote with the right answer.
 *
 * @param ordersExpected paid orders in completed windows
 * @param ordersCounted orders in the engine's results for those windows
 * @param results results that the engine wrote for those windows
 * @param resultsExpected how many there should be
 * @param resultsBeyond results for windows that the final watermark does not complete
 * @param differences one line for each pane of a completed window that is missing, wrong, doubled
 *     or too much
 */
record ResultCheck(
    long ordersExpected,
    long ordersCounted,
    long results,
    long resultsExpected,
    long resultsBeyond,
    List<String> differences) {

  ResultCheck {
    differences = List.copyOf(differences);
  }

  /** One record of the output topic. */
  record Result(Pane pane, Revenue revenue) {}

  /** Returns whether the output is the right answer: every pane once, and nothing else. */
  boolean exact() {
    return differences.isEmpty() && resultsBeyond == 0;
  }

  static ResultCheck compare(ExpectedRevenue expected, List<Result> results) {
    SortedMap<Pane, Revenue> panes = expected.panes();
    SortedMap<Pane, List<Revenue>> written = new TreeMap<>();
    long counted = 0;
    long beyond = 0;
    for (Result result : results) {
      if (expected.completes(result.pane().windowEnd())) {
        counted += result.revenue().orders();
        written.computeIfAbsent(result.pane(), unused -> new ArrayList<>()).add(result.revenue());
      } else {
        beyond++;
      }
    }
    return new ResultCheck(
        panes.values().stream().mapToLong(Revenue::orders).sum(),
        counted,
        results.size() - beyond,
        panes.size(),
        beyond,
        differences(panes, written));
  }

  private static List<String> differences(
      SortedMap<Pane, Revenue> expected, SortedMap<Pane, List<Revenue>> written) {
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (pane, revenue) -> {
          List<Revenue> found = written.getOrDefault(pane, List.of());
          if (!found.equals(List.of(revenue))) {
            differences.add("%s: expected [%s], found %s".formatted(pane, revenue, found));
          }
        });
    written.forEach(
        (pane, found) -> {
          if (!expected.containsKey(pane)) {
            differences.add("%s: expected nothing, found %s".formatted(pane, found));
          }
        });
    return differences;
  }
}

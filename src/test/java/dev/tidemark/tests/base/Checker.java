package dev.tidemark.tests.base;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Compares what topics hold with what they must hold: every record with its key, timestamp and
 * value, each as often as demanded, in the partition and at the place where it is demanded.
 */
public final class Checker {

  private static final int SHOWN_MAX = 5;

  private Checker() {}

  /** All differences, one line each; none when the topics are as they must be. */
  public static List<String> differences(Content expected, Content actual) {
    List<String> differences = new ArrayList<>();
    SortedSet<Integer> partitions = new TreeSet<>(expected.partitions().keySet());
    partitions.addAll(actual.partitions().keySet());
    for (int partition : partitions) {
      differences.addAll(
          differences(
              expected.topic() + "-" + partition, expected.in(partition), actual.in(partition)));
    }
    return differences;
  }

  private static List<String> differences(
      String where, List<Content.Entry> expected, List<Content.Entry> actual) {
    if (expected.equals(actual)) {
      return List.of();
    }
    Map<Content.Entry, Integer> balance = new HashMap<>();
    expected.forEach(entry -> balance.merge(entry, 1, Integer::sum));
    actual.forEach(entry -> balance.merge(entry, -1, Integer::sum));
    List<String> lines = new ArrayList<>();
    lines.add(where + ": " + expected.size() + " expected, " + actual.size() + " found");
    show(where + " misses ", lines, expected, balance, 1);
    show(where + " has too many of ", lines, actual, balance, -1);
    lines.add(where + firstDifference(expected, actual));
    return lines;
  }

  private static void show(
      String what,
      List<String> lines,
      List<Content.Entry> entries,
      Map<Content.Entry, Integer> balance,
      int sign) {
    List<Content.Entry> wrong =
        entries.stream()
            .distinct()
            .filter(entry -> sign * balance.getOrDefault(entry, 0) > 0)
            .toList();
    wrong.stream().limit(SHOWN_MAX).forEach(entry -> lines.add(what + entry));
    if (wrong.size() > SHOWN_MAX) {
      lines.add(what + (wrong.size() - SHOWN_MAX) + " more");
    }
  }

  private static String firstDifference(List<Content.Entry> expected, List<Content.Entry> actual) {
    int same = 0;
    while (same < expected.size()
        && same < actual.size()
        && expected.get(same).equals(actual.get(same))) {
      same++;
    }
    return " differs first at place "
        + same
        + ": expected "
        + (same < expected.size() ? expected.get(same) : "the end")
        + ", found "
        + (same < actual.size() ? actual.get(same) : "the end");
  }
}

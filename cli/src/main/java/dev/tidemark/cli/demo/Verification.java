package dev.tidemark.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of an output topic with its expected contents: all records, not samples, and each
 * as often as expected. For each key, the order must be the expected one, too; between keys it is
 * not compared, since they may be in different partitions.
 *
 * @param what what was compared, e.g. the name of the topic
 * @param expected how many records there should be
 * @param actual how many there are
 * @param missing what should be there and isn't; a record that is missing twice stands here twice
 * @param unexpected what is there and shouldn't be
 * @param duplicated what is there more often than it should be, once for each copy too many
 * @param outOfOrder what follows a record of the same key that it should precede
 */
public record Verification(
    String what,
    int expected,
    int actual,
    List<Answer> missing,
    List<Answer> unexpected,
    List<Answer> duplicated,
    List<Answer> outOfOrder) {

  private static final int SHOWN_MAX = 3;

  public Verification {
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
    duplicated = List.copyOf(duplicated);
    outOfOrder = List.copyOf(outOfOrder);
  }

  /**
   * Compares in full.
   *
   * @param what what is compared, for the report
   * @param expected all that must be there; for each key in the order in which it must be there
   * @param actual all that is there, in the order (partition, offset)
   */
  public static Verification compare(String what, List<Answer> expected, List<Answer> actual) {
    Map<Answer, Integer> wanted = new HashMap<>();
    Map<Answer, Integer> rank = new HashMap<>();
    for (Answer answer : expected) {
      wanted.merge(answer, 1, Integer::sum);
      rank.putIfAbsent(answer, rank.size());
    }

    List<Answer> unexpected = new ArrayList<>();
    List<Answer> duplicated = new ArrayList<>();
    List<Answer> outOfOrder = new ArrayList<>();
    Map<@Nullable String, Integer> lastRank = new HashMap<>();
    for (Answer answer : actual) {
      Integer ownRank = rank.get(answer);
      if (ownRank == null) {
        unexpected.add(answer);
      } else if (wanted.merge(answer, -1, Integer::sum) < 0) {
        duplicated.add(answer);
      } else if (ownRank < lastRank.getOrDefault(answer.key(), -1)) {
        outOfOrder.add(answer);
      } else {
        lastRank.put(answer.key(), ownRank);
      }
    }
    List<Answer> missing = stillWanted(expected, wanted);
    return new Verification(
        what, expected.size(), actual.size(), missing, unexpected, duplicated, outOfOrder);
  }

  /** Returns whether all records are there, once and in order, and no others. */
  public boolean passed() {
    return missing.isEmpty()
        && unexpected.isEmpty()
        && duplicated.isEmpty()
        && outOfOrder.isEmpty();
  }

  /**
   * Returns a human-readable report: one line if all is well; otherwise the differences, with the
   * first few of each kind.
   */
  public List<String> report() {
    if (passed()) {
      return List.of(String.format(Locale.ROOT, "%s: all %,d as expected", what, expected));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d expected, %,d found: %,d missing, %,d unexpected, %,d duplicated, %,d out of order",
            what,
            expected,
            actual,
            missing.size(),
            unexpected.size(),
            duplicated.size(),
            outOfOrder.size()));
    show("missing", missing, lines);
    show("unexpected", unexpected, lines);
    show("duplicated", duplicated, lines);
    show("out of order", outOfOrder, lines);
    return lines;
  }

  private static List<Answer> stillWanted(List<Answer> expected, Map<Answer, Integer> wanted) {
    List<Answer> missing = new ArrayList<>();
    for (Answer answer : expected) {
      if (wanted.getOrDefault(answer, 0) > 0) {
        wanted.merge(answer, -1, Integer::sum);
        missing.add(answer);
      }
    }
    return missing;
  }

  private static void show(String kind, List<Answer> answers, List<String> lines) {
    answers.stream().limit(SHOWN_MAX).forEach(answer -> lines.add("  " + kind + ": " + answer));
    if (answers.size() > SHOWN_MAX) {
      lines.add(String.format(Locale.ROOT, "  %s: and %,d more", kind, answers.size() - SHOWN_MAX));
    }
  }
}

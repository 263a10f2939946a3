package dev.tidemark.runtime.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that is nearest to a mistyped one. */
public final class SimilarNames {

  private static final int COMPARED_MAX = 100;

  private SimilarNames() {}

  /** Returns the known name with the smallest Levenshtein distance; empty if none is known. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String compared = name.substring(0, Math.min(name.length(), COMPARED_MAX));
    return known.stream()
        .min(
            Comparator.<String>comparingInt(one -> distance(compared, one))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * Returns the nearest known name, if it is so near that a mistake in typing explains it: two
   * letters, or a third of the name.
   */
  public static Optional<String> meant(String name, Collection<String> known) {
    return name.length() > COMPARED_MAX
        ? Optional.empty()
        : nearest(name, known).filter(one -> distance(name, one) <= Math.max(2, one.length() / 3));
  }

  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}

package dev.tidemark.runtime.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one partition of a store under a key.
 *
 * <p>Where a key of a window lives is a function of the key, so there is one answer at most, from
 * its owner. Where a key of a table lives only its producer knows, so every partition that is here
 * answers: the key is nowhere only if each of {@code partitions} has answered that it is not found.
 *
 * @param partition which one answers
 * @param partitions how many the store has over all processes
 * @param found whether there is anything
 * @param entries a table's value (one entry without a window), or the open panes by window start
 * @param truncated whether there are more entries than an answer may have
 * @param behind how many records of the partition that feeds the store (of the table's topic, or of
 *     the window's exchange) are not processed yet; null if that can't be told
 */
public record QueryAnswer(
    int partition,
    int partitions,
    boolean found,
    List<Entry> entries,
    boolean truncated,
    @Nullable Long behind) {
  /** The maximum number of entries of an answer. */
  public static final int ENTRIES_MAX = 1_000;

  public QueryAnswer {
    entries = List.copyOf(entries);
  }

  /**
   * One value.
   *
   * @param windowStart null for a table
   * @param windowEnd likewise; the first instant behind a tumbling window, the last event of a
   *     session
   * @param count how many elements are in the pane; null for a table
   * @param value the table's value, or the result that the window would have if it closed now
   */
  public record Entry(
      @Nullable Instant windowStart,
      @Nullable Instant windowEnd,
      @Nullable Long count,
      JsonNode value) {}
}

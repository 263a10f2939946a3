package dev.tidemark.client.api.progress;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a store under a key.
 *
 * @param key as asked
 * @param found whether there is anything
 * @param entries a table's value (one entry, no window), or the open panes of the key by window
 *     start
 * @param truncated whether there are more entries than an answer may have
 * @param partition where the key lives
 * @param partitions how many the store has over all nodes
 * @param node the node that answered: the owner of the partition
 * @param asOf when the owner looked, by its clock; windows are as of its last commit or the one
 *     under way, tables as of the last row that it read
 * @param behind how many records of the source partitions that feed it the owner has not processed
 *     yet; null if that is unknown
 */
public record StoreAnswer(
    String job,
    String store,
    JsonNode key,
    boolean found,
    List<Entry> entries,
    boolean truncated,
    int partition,
    int partitions,
    String node,
    Instant asOf,
    @Nullable Long behind) {
  /**
   * One value.
   *
   * @param windowStart null for a table
   * @param windowEnd likewise
   * @param count how many elements are in the pane; null for a table
   * @param value the table's value, or the result that the window would have if it closed now
   */
  public record Entry(
      @Nullable Instant windowStart,
      @Nullable Instant windowEnd,
      @Nullable Long count,
      JsonNode value) {}
}

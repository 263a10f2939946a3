package dev.tidemark.runtime.replay;

import dev.tidemark.topology.progress.ReplayScope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a replay. Plain data; nothing has been done yet.
 *
 * @param scope of the run that does it
 * @param partitions all that it reads, streams first
 * @param stores the stores that are rebuilt
 * @param exchanges the exchanges that are filled from scratch
 * @param outputs where it writes to, by the job's own topic: outputs, late topics, dead letters
 * @param warnings what is worth knowing before
 */
public record ReplayPlan(
    ReplayScope scope,
    List<Partition> partitions,
    List<String> stores,
    List<String> exchanges,
    Map<String, String> outputs,
    List<Warning> warnings) {
  public ReplayPlan {
    partitions = List.copyOf(partitions);
    stores = List.copyOf(stores);
    exchanges = List.copyOf(exchanges);
    outputs = Map.copyOf(outputs);
    warnings = List.copyOf(warnings);
  }

  /**
   * One partition that is read.
   *
   * @param table whether it belongs to a table, which is always read from its beginning
   * @param current the next offset that the run before would read; {@code null}: it has committed
   *     none
   * @param asked where the replay was asked to begin
   * @param from where it begins: not behind that, and where the clock is known
   * @param to one past the last offset that counts as history: the end, or where it stops
   * @param highestEventTimeMs the clock before {@code from}; {@code null}: not known
   */
  public record Partition(
      String topic,
      int partition,
      boolean table,
      @Nullable Long current,
      long asked,
      long from,
      long to,
      @Nullable Long highestEventTimeMs) {

    /** Returns the number of records, as far as offsets show. */
    public long records() {
      return Math.max(0, to - from);
    }
  }

  /**
   * A fact that no other part of the plan reports.
   *
   * @param code for tools, e.g. {@code input_expired}
   * @param text one line, what and where
   * @param hint what to do about it, one line
   */
  public record Warning(String code, String text, String hint) {}

  /**
   * Returns the number of records that are read until the replay has caught up, as far as offsets
   * show.
   */
  public long records() {
    return partitions.stream().mapToLong(Partition::records).sum();
  }
}

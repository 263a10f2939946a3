package dev.tidemark.client.api.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.ErrorView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of what a replay has written with what the job has written.
 *
 * @param id names the comparison; ask again with it while it is under way
 * @param done whether it has come to its end
 * @param error why it has failed; null if it has not
 * @param read records read so far
 * @param total records to be read
 * @param equal results that both have
 * @param changed results under the same key and time with another value
 * @param onlyOld results that the job alone has
 * @param onlyNew results that the replay alone has
 * @param outputs each of them; empty until it is done
 */
public record DiffView(
    String job,
    int run,
    String id,
    Instant at,
    boolean done,
    @Nullable ErrorView error,
    long read,
    long total,
    long equal,
    long changed,
    long onlyOld,
    long onlyNew,
    List<Output> outputs) {

  /**
   * One output.
   *
   * @param topic of the job
   * @param shadow the replay's
   * @param after results before this time are not compared: they may stand for windows that had
   *     begun before the replay; null: all
   * @param through results after this time are not compared: one of the two has not come so far;
   *     null: all
   * @param differences the first of them
   */
  public record Output(
      String topic,
      String shadow,
      @Nullable Instant after,
      @Nullable Instant through,
      List<Partition> partitions,
      List<Difference> differences) {}

  /** One partition of an output; equal digests mean equal content. */
  public record Partition(
      int partition,
      String oldDigest,
      String newDigest,
      long oldRecords,
      long newRecords,
      long equal,
      long changed,
      long onlyOld,
      long onlyNew) {}

  /**
   * One result that differs.
   *
   * @param kind {@code CHANGED}, {@code ONLY_OLD} or {@code ONLY_NEW}
   * @param key decoded
   * @param at the record's timestamp: of a window's result its last moment
   * @param oldValue decoded; JSON null if there is none
   * @param newValue decoded; JSON null if there is none
   */
  public record Difference(
      String kind, int partition, JsonNode key, Instant at, JsonNode oldValue, JsonNode newValue) {}

  /** Returns whether it is done, and both have written the same. */
  public boolean agrees() {
    return done && error == null && differences() == 0;
  }

  /** Returns how many results differ. */
  public long differences() {
    return changed + onlyOld + onlyNew;
  }
}

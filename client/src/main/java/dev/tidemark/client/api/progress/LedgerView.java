package dev.tidemark.client.api.progress;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counts that account for every event: {@code JobProgress} of the runtime, as JSON. */
public record LedgerView(
    String job,
    String applicationId,
    List<Source> sources,
    List<Window> windows,
    List<Waiting> waiting) {
  /**
   * Of one partition of a stage: what failed and waits for its next attempt, or behind it for its
   * turn.
   */
  public record Waiting(String stage, int partition, long units, Instant since) {}

  /**
   * Of one source partition on the way to one output: read + expanded = filtered + late +
   * dead_letters + skipped + counted.
   */
  public record Source(
      String topic,
      int partition,
      String output,
      long position,
      @Nullable Instant watermark,
      boolean idle,
      long read,
      long expanded,
      long filtered,
      long late,
      long deadLetters,
      long skipped,
      long counted,
      boolean balanced) {}

  /**
   * Of one window over all its partitions.
   *
   * @param incomplete panes that were not written, since the run began in the middle of them
   */
  public record Window(
      String name,
      @Nullable Instant watermark,
      long written,
      long failed,
      long incomplete,
      long open,
      boolean allIdle) {
    /** Of a run that has seen all of its windows from their beginning. */
    public Window(
        String name,
        @Nullable Instant watermark,
        long written,
        long failed,
        long open,
        boolean allIdle) {
      this(name, watermark, written, failed, 0, open, allIdle);
    }
  }
}

package dev.tidemark.topology.progress;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The committed progress of a job. It is read from the job's changelogs, so any process can read
 * it, also after the job has ended.
 *
 * @param sources one entry for each partition of each source topic and table topic
 * @param windows one entry for each window of the plan
 * @param waiting one entry for each partition of a stage in which something waits to be tried again
 * @param deadLetters the number of elements that became dead letters, by the topic or window that
 *     they were of and its partition; each once, however many outputs miss it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record JobProgress(
    List<SourcePartition> sources,
    List<WindowState> windows,
    List<Waiting> waiting,
    Map<String, Map<Integer, Long>> deadLetters) {
  public JobProgress {
    sources = List.copyOf(sources);
    windows = List.copyOf(windows);
    waiting = List.copyOf(waiting);
    deadLetters = Map.copyOf(deadLetters);
  }

  /** The progress of a job in which nothing waits and nothing has failed. */
  public JobProgress(List<SourcePartition> sources, List<WindowState> windows) {
    this(sources, windows, List.of(), Map.of());
  }

  /**
   * The elements that failed and wait for their next attempt, and those that wait behind them.
   *
   * @param stage the stage
   * @param partition of what it reads
   * @param units the number of records, elements or panes
   * @param since when the first of them failed first
   */
  public record Waiting(String stage, int partition, long units, Instant since) {}

  /**
   * The ledger and the clock of one source partition. For each: {@code read + expanded = filtered +
   * late + deadLettered + skipped + counted}. (Elements are counted: where a flatMap makes n of
   * one, n - 1 are {@code expanded}. A stream with several outputs has one entry for each output.)
   *
   * @param output the window or sink at the end of the path
   * @param position one past the last offset read
   * @param watermark empty before the first event
   * @param idle whether it is proved to be idle
   */
  public record SourcePartition(
      String topic,
      int partition,
      String output,
      long position,
      Optional<Instant> watermark,
      boolean idle,
      long read,
      long expanded,
      long filtered,
      long late,
      long deadLettered,
      long skipped,
      long counted) {

    /** Returns whether every element that was read is accounted for. */
    public boolean balanced() {
      return read + expanded == filtered + late + deadLettered + skipped + counted;
    }
  }

  /**
   * The state of a window over all its partitions.
   *
   * @param name its name in the plan
   * @param watermark the lowest over the partitions; empty while one of them still waits for a
   *     channel
   * @param written panes whose result was written
   * @param failed panes whose result was a dead letter
   * @param incomplete panes whose result was not written, since the run has not seen all of their
   *     elements: it began in the middle
   * @param open panes not yet complete
   * @param allIdle whether every channel of every partition is idle, i.e. nothing more comes unless
   *     new events do
   */
  public record WindowState(
      String name,
      Optional<Instant> watermark,
      long written,
      long failed,
      long incomplete,
      long open,
      boolean allIdle) {}
}

package dev.tidemark.runtime.preflight;

import java.time.Duration;

/**
 * How much of a topic is looked at, to find out which schemas occur in it.
 *
 * @param recordsPerEnd so many of each partition's first, and so many of its last records
 * @param limit how long it may take for all topics together; 0: none is looked at
 * @param always whether also topics are looked at of which the job can read all versions
 * @param watcher is told how far it is
 */
public record SchemaSample(long recordsPerEnd, Duration limit, boolean always, Watcher watcher) {
  /** How many records are looked at at each end of a partition unless stated. */
  public static final long RECORDS = 10_000;

  /** What a start of a job can wait for: only where it matters, and shortly. */
  public static final SchemaSample BRIEF =
      new SchemaSample(RECORDS, Duration.ofSeconds(4), false, Watcher.NOBODY);

  /** No look at all. */
  static final SchemaSample NONE = new SchemaSample(RECORDS, Duration.ZERO, false, Watcher.NOBODY);

  /** Who waits for it. */
  public interface Watcher {
    /** Waits for nothing. */
    Watcher NOBODY = (topic, done, total) -> {};

    /**
     * Is told now and then.
     *
     * @param done how many of the topic's offsets are passed
     * @param total how many there are to pass
     */
    void looked(String topic, long done, long total);
  }

  /** A short look at those topics of which the job can't read every version. */
  public static SchemaSample whereNeeded() {
    return BRIEF;
  }

  /** A look at every topic. */
  public static SchemaSample of(long recordsPerEnd, Watcher watcher) {
    return new SchemaSample(recordsPerEnd, Duration.ofHours(1), true, watcher);
  }
}

package dev.tidemark.runtime.preflight;

import java.time.Duration;

/**
 * The part of a topic that is read, to find out which schemas occur in it.
 *
 * @param recordsPerEnd so many of each partition's first, and so many of its last records
 * @param limit how long it may take for all topics together; 0: none is read
 * @param always whether also topics are read of which the job can read all versions
 * @param watcher receives the progress
 */
public record SchemaSample(long recordsPerEnd, Duration limit, boolean always, Watcher watcher) {
  /** The default number of records that are read at each end of a partition. */
  public static final long RECORDS = 10_000;

  /** The sample that a start of a job can wait for: only where it matters, and short. */
  public static final SchemaSample BRIEF =
      new SchemaSample(RECORDS, Duration.ofSeconds(4), false, Watcher.NOBODY);

  /** No sample at all. */
  static final SchemaSample NONE = new SchemaSample(RECORDS, Duration.ZERO, false, Watcher.NOBODY);

  /** A receiver of progress. */
  public interface Watcher {
    /** Waits for nothing. */
    Watcher NOBODY = (topic, done, total) -> {};

    /**
     * Receives the progress, from time to time.
     *
     * @param done how many of the topic's offsets are passed
     * @param total how many there are to pass
     */
    void looked(String topic, long done, long total);
  }

  /** Returns a short look at those topics of which the job can't read every version. */
  public static SchemaSample whereNeeded() {
    return BRIEF;
  }

  /** Returns a look at every topic. */
  public static SchemaSample of(long recordsPerEnd, Watcher watcher) {
    return new SchemaSample(recordsPerEnd, Duration.ofHours(1), true, watcher);
  }
}

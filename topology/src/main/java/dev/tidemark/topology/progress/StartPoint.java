package dev.tidemark.topology.progress;

import org.jspecify.annotations.Nullable;

/**
 * The offset at which a run begins to read a partition, and the partition's clock at that offset.
 * With the clock, what follows is late or on time exactly as for a run that has read all before it.
 *
 * @param offset the first that is read, 0 or more
 * @param highestEventTimeMs the highest event time before that offset, epoch milliseconds; {@code
 *     null}: not known, as at the log's start
 */
public record StartPoint(long offset, @Nullable Long highestEventTimeMs) {
  public StartPoint {
    if (offset < 0) {
      throw new IllegalArgumentException("an offset to start from is 0 or more, not " + offset);
    }
  }
}

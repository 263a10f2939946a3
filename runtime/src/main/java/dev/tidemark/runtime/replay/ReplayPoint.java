package dev.tidemark.runtime.replay;

import dev.tidemark.runtime.base.JobException;
import dev.tidemark.topology.progress.ReplayScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A place in the topics where a replay is to begin, in the terms of Kafka's own tools. */
public sealed interface ReplayPoint {

  /** With the oldest record that is still there. */
  record Earliest() implements ReplayPoint {}

  /** Behind what is committed now. */
  record Latest() implements ReplayPoint {}

  /** With the first record of this time, by the records' own timestamps, or later. */
  record At(Instant instant) implements ReplayPoint {}

  /** The same, reckoned back from now. */
  record Back(Duration duration) implements ReplayPoint {}

  /** With this offset, in each partition. */
  record Offset(long offset) implements ReplayPoint {}

  /** So many offsets behind the position of the run before; negative: before it. */
  record Shift(long by) implements ReplayPoint {}

  /**
   * With these offsets, by topic and partition; the others begin at the position of the run before.
   */
  record Offsets(Map<String, Map<Integer, Long>> offsets) implements ReplayPoint {
    public Offsets {
      offsets = ReplayScope.copy(offsets);
    }
  }

  /**
   * Reads Kafka's file: a line {@code topic,partition,offset} for each partition.
   *
   * @throws JobException {@code CONFIGURATION} for anything else, with the line
   */
  static Offsets csv(String text) {
    Map<String, Map<Integer, Long>> offsets = new TreeMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String[] cells = line.strip().split(",", -1);
      try {
        if (cells.length != 3 || cells[0].isBlank()) {
          throw new NumberFormatException("three cells are needed");
        }
        int partition = Integer.parseInt(cells[1].strip());
        long offset = Long.parseLong(cells[2].strip());
        if (partition < 0 || offset < 0) {
          throw new NumberFormatException("it is negative");
        }
        offsets.computeIfAbsent(cells[0].strip(), none -> new TreeMap<>()).put(partition, offset);
      } catch (NumberFormatException e) {
        throw new JobException(
            JobException.Code.CONFIGURATION,
            "line %d of the file of offsets is not TOPIC,PARTITION,OFFSET: '%s'"
                .formatted(number, line),
            "write one line for each partition, as kafka-consumer-groups.sh --export does",
            e);
      }
    }
    return new Offsets(offsets);
  }
}

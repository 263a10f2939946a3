package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.node.deadletters.JobDeadLetters.Path;
import dev.tidemark.topology.plan.document.PlannedWindow;
import dev.tidemark.topology.plan.document.PlannedWindow.State;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The check for records that would be late if they were written to their source partitions now:
 * those whose window the partition's own watermark has completed already. As the engine decides it,
 * with the clocks that the job has committed.
 *
 * @param watermarks epoch milliseconds, by source partition; none before the first event
 */
record ClosedWindows(JobDeadLetters job, Map<TopicPartition, Long> watermarks) {

  /**
   * The verdict on a record.
   *
   * @param state of the window
   * @param reason for people; empty where the window is open
   */
  record Verdict(State state, String reason) {
    static final Verdict OPEN = new Verdict(State.OPEN, "");
  }

  /**
   * Judges by the event time; where it is unknown, because the record could not be read, by the
   * timestamp of the record.
   */
  Verdict of(StoredDeadLetter letter, SourcePlace source) {
    Long watermark = watermarks.get(new TopicPartition(source.topic(), source.partition()));
    if (watermark == null) {
      return Verdict.OPEN;
    }
    Verdict worst = Verdict.OPEN;
    for (Path path : job.paths()) {
      PlannedWindow window = job.windows().get(path.output());
      boolean concerned =
          path.source().equals(source.topic())
              && (letter.step().isEmpty()
                  || path.source().equals(letter.step())
                  || path.leadsThrough(letter.step()));
      if (window != null && concerned) {
        Verdict verdict = of(letter, window, watermark);
        worst = verdict.state().compareTo(worst.state()) > 0 ? verdict : worst;
      }
    }
    return worst;
  }

  /**
   * Returns whether a late record has been counted all the same, in windows that were still open:
   * written again, it would be counted there twice.
   */
  boolean isCountedInAnother(StoredDeadLetter letter) {
    PlannedWindow window = job.windows().get(letter.step());
    return letter.kind() == DeadLetterKind.LATE
        && window != null
        && letter.eventTime().isPresent()
        && letter.windowEnd().isPresent()
        && window.wasPartlyLate(
            letter.eventTime().get().toEpochMilli(), letter.windowEnd().get().toEpochMilli());
  }

  private static Verdict of(StoredDeadLetter letter, PlannedWindow window, long watermark) {
    boolean known = letter.eventTime().isPresent();
    long time = letter.eventTime().map(Instant::toEpochMilli).orElse(letter.sourceTimestamp());
    State state = window.stateOf(time, watermark);
    if (state == State.OPEN) {
      return Verdict.OPEN;
    }
    String reason =
        "window %s of %s%s is closed: the watermark of its partition is %s"
            .formatted(
                window.name(),
                known ? "event time " : "record timestamp (the event time is not known) ",
                Instant.ofEpochMilli(time),
                Instant.ofEpochMilli(watermark));
    return new Verdict(state, reason);
  }
}

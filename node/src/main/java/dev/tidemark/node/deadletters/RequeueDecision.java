package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.deadletters.ClosedWindow;
import dev.tidemark.topology.plan.document.PlannedWindow.State;

/** The decision of a requeue on one dead letter; see {@link RequeueRules}. */
sealed interface RequeueDecision {

  /**
   * Its record is written again.
   *
   * @param corrects whether it may correct a window that is closed
   * @param closed whether its window is closed
   */
  record Send(SourcePlace source, boolean corrects, boolean closed) implements RequeueDecision {}

  /** Its record has been written again for another letter of the same record. */
  record Duplicate() implements RequeueDecision {}

  /** It has been requeued too often. */
  record Quarantine(String reason) implements RequeueDecision {}

  /** It stays open, as its window is closed. */
  record Refuse(String reason) implements RequeueDecision {}

  /** It stays open, as there is nothing that could be written again. */
  record Impossible(String reason) implements RequeueDecision {}

  /**
   * By which a requeue decides. Has no side effects.
   *
   * @param maxAttempts how often a record may be requeued in all
   */
  record RequeueRules(
      JobDeadLetters job, ClosedWindows windows, ClosedWindow policy, int maxAttempts) {

    /** Decides about a letter whose record has not been requeued for this run. */
    RequeueDecision of(StoredDeadLetter letter) {
      SourcePlace source = letter.source().orElse(null);
      if (source == null) {
        return new Impossible("it does not say which record it was");
      }
      if (source.offset() < 0) {
        return new Impossible(
            "it is a result of window %s and no record: fix the job and replay it"
                .formatted(source.topic()));
      }
      if (job.tables().contains(source.topic())) {
        return new Impossible(
            "it is a row of table topic %s, where a newer row of its key may be: write the row again yourself"
                .formatted(source.topic()));
      }
      if (!job.streams().contains(source.topic())) {
        return new Impossible("the job does not read topic %s".formatted(source.topic()));
      }
      if (windows.isCountedInAnother(letter)) {
        return new Impossible(
            "it was late for some of its windows of %s only: written again, it would be counted twice in the others"
                .formatted(letter.step()));
      }
      if (letter.requeueAttempt() >= maxAttempts) {
        return new Quarantine(
            "it was requeued %s, and failed again"
                .formatted(
                    letter.requeueAttempt() == 1 ? "once" : letter.requeueAttempt() + " times"));
      }
      return of(letter, source);
    }

    private RequeueDecision of(StoredDeadLetter letter, SourcePlace source) {
      boolean corrects = policy == ClosedWindow.CORRECT;
      ClosedWindows.Verdict verdict = windows.of(letter, source);
      boolean closed = verdict.state() != State.OPEN;
      boolean passes =
          !closed
              || policy == ClosedWindow.LATE
              || (corrects && verdict.state() == State.CORRECTABLE);
      return passes
          ? new Send(source, corrects, closed)
          : new Refuse(corrects ? verdict.reason() + ", and can't be corrected" : verdict.reason());
    }
  }
}

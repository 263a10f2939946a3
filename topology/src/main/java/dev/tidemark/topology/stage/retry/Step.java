package dev.tidemark.topology.stage.retry;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.stage.base.Counters;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.Failure;
import dev.tidemark.topology.stage.base.FailureCause;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.StageOutput;
import dev.tidemark.topology.stage.base.StepFailedException;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts, emits and rejects elements for one node. During a retryable attempt, side effects are
 * deferred until it succeeds.
 */
public final class Step {

  private final String id;
  private final String name;
  private final OnError policy;
  private final @Nullable FailureRateLimit givenUp;
  private final Counters counters;
  private final StageOutput output;
  private final Attempt attempt;
  private final int slot;

  /**
   * @param name what the author of the job calls it
   * @param givenUp counts what the steps with its policy reject; absent: there is no limit
   */
  public Step(
      String id,
      String name,
      OnError policy,
      @Nullable FailureRateLimit givenUp,
      Counters counters,
      StageOutput output,
      Attempt attempt) {
    this.id = id;
    this.name = name;
    this.policy = policy;
    this.givenUp = givenUp;
    this.counters = counters;
    this.output = output;
    this.attempt = attempt;
    this.slot = counters.slot(id);
  }

  public String id() {
    return id;
  }

  /** Returns whether effects are deferred; {@link #perform} handles both cases. */
  public boolean isDeferring() {
    return attempt.isDeferring();
  }

  /** Does something now, or when the attempt has succeeded. */
  public void perform(Runnable effect) {
    if (attempt.isDeferring()) {
      attempt.defer(effect);
    } else {
      effect.run();
    }
  }

  public void count(ElementContext context, Outcome fate) {
    count(context.origin, fate, 1);
  }

  public void count(SourceRecord origin, Outcome fate, long count) {
    if (attempt.isDeferring()) {
      attempt.defer(() -> counters.add(origin.topic(), origin.partition(), slot, fate, count));
    } else {
      counters.add(origin.topic(), origin.partition(), slot, fate, count);
    }
  }

  public void reject(ElementContext context, FailureCause cause, String message) {
    fail(context.origin, context.eventTime(), cause, Failure.of(cause, message));
  }

  public void reject(ElementContext context, FailureCause cause, Throwable thrown) {
    fail(context.origin, context.eventTime(), cause, Failure.of(cause, thrown));
  }

  public void reject(ElementContext context, FailureCause cause, Failure failure) {
    fail(context.origin, context.eventTime(), cause, failure);
  }

  /** Rejects elements that have been counted already; what is left of them is one dead letter. */
  public void rejectCounted(
      SourceRecord origin, FailureCause cause, Throwable thrown, long counted) {
    count(origin, Outcome.COUNTED, -counted);
    rejectAll(origin, OptionalLong.empty(), Failure.of(cause, thrown), counted);
  }

  /** Rejects an element whose context is gone. */
  public void rejectLater(
      SourceRecord origin, long eventTime, FailureCause cause, Throwable thrown) {
    rejectAll(origin, OptionalLong.of(eventTime), Failure.of(cause, thrown), 1);
  }

  public void poison(ElementContext context, String cause, String message, OptionalInt schemaId) {
    rejectAll(context.origin, context.eventTime(), Failure.poison(cause, message, schemaId), 1);
  }

  public void late(String topic, LateRecord late) {
    perform(() -> output.toLateTopic(topic, late));
  }

  private void fail(
      SourceRecord origin, OptionalLong eventTime, FailureCause cause, Failure failure) {
    if (cause.isPassing()) {
      attempt.retryIfItMay(policy);
    }
    rejectAll(origin, eventTime, failure, 1);
  }

  private void rejectAll(
      SourceRecord origin, OptionalLong eventTime, Failure failure, long elements) {
    if (policy.action() == OnError.Action.FAIL) {
      throw new StepFailedException(
          "step %s can't process a record of %s: %s %s"
              .formatted(
                  name,
                  FailureRateLimit.place(origin),
                  failure.cause(),
                  failure.message().replaceAll("\\R", " ")),
          "fix the record or the code, then restart the job, or choose another policy than"
              + " fail()");
    }
    if (policy.action() == OnError.Action.SKIP) {
      count(origin, Outcome.SKIPPED, elements);
    } else {
      count(origin, Outcome.DEAD_LETTERED, elements);
      DeadLetter letter = letter(origin, eventTime, failure);
      perform(() -> output.toDeadLetters(letter));
    }
    FailureRateLimit limit = givenUp;
    if (limit != null) {
      perform(() -> limit.count(attempt.now(), elements, name, origin, failure));
    }
  }

  private DeadLetter letter(SourceRecord origin, OptionalLong eventTime, Failure failure) {
    return new DeadLetter(
        origin,
        name,
        failure.cause(),
        failure.message(),
        failure.exceptionClass(),
        failure.stackTrace(),
        failure.schemaId(),
        eventTime,
        attempt.soFar());
  }
}

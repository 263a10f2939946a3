package dev.tidemark.topology.stage.retry;

import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.stage.base.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The current attempt to process a unit: what a stage reads at a time, a record, an element or a
 * closed pane. Where a step may be retried, all effects of a unit are deferred until no step fails
 * in a way that is to be retried: either all of them happen or none. One instance for each
 * pipeline. Not thread-safe.
 */
public final class Attempt {

  private final LongSupplier clock;
  private final List<Runnable> effects = new ArrayList<>();
  private boolean deferring;
  private int number = 1;
  private boolean last;
  private OptionalLong firstFailure = OptionalLong.empty();
  private long delayMs;

  public Attempt(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * The number of an attempt, and what may follow it.
   *
   * @param number 1 for the first
   * @param last whether none may follow, whatever the policies demand
   * @param firstFailureMs when the first of them failed
   */
  record Which(int number, boolean last, OptionalLong firstFailureMs) {
    static final Which FIRST = new Which(1, false, OptionalLong.empty());
  }

  /**
   * Makes an attempt.
   *
   * @return empty if processing finished; otherwise the delay in milliseconds before the next
   *     attempt (no side effects were applied)
   */
  OptionalLong run(Which which, Runnable work) {
    number = which.number();
    last = which.last();
    firstFailure = which.firstFailureMs();
    deferring = true;
    try {
      work.run();
      deferring = false;
      effects.forEach(Runnable::run);
      return OptionalLong.empty();
    } catch (RetrySignal signal) {
      return OptionalLong.of(delayMs);
    } finally {
      deferring = false;
      effects.clear();
      number = 1;
      last = false;
      firstFailure = OptionalLong.empty();
    }
  }

  /** Returns whether effects must be handed to {@link #defer}. */
  boolean isDeferring() {
    return deferring;
  }

  void defer(Runnable effect) {
    effects.add(effect);
  }

  /** Ends the attempt if the policy of the step that failed has another one left. */
  void retryIfItMay(OnError policy) {
    if (!deferring || last || policy.retry().isEmpty()) {
      return;
    }
    OnError.Retry retry = policy.retry().get();
    if (number <= retry.times()) {
      delayMs = retry.delayMs(number);
      throw RetrySignal.INSTANCE;
    }
  }

  /** Returns the number of attempts of the current unit, this one included, and their times. */
  DeadLetter.Attempts soFar() {
    long now = clock.getAsLong();
    return new DeadLetter.Attempts(number, firstFailure.orElse(now), now);
  }

  long now() {
    return clock.getAsLong();
  }

  /** Leads from the failed step back to {@link #run}; operators let it through. */
  private static final class RetrySignal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final RetrySignal INSTANCE = new RetrySignal();

    private RetrySignal() {
      super(null, null, false, false);
    }
  }
}

package dev.tidemark.topology.dsl;

import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.OnError;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The handling of elements that can't be processed: bytes that can't be read, a function of the job
 * that throws, a result that does not fit its topic. Immutable.
 *
 * <pre>{@code
 * topology.onError(
 *     deadLetter().retry(3, backoff(ofMillis(200), ofSeconds(5))).failAbove(1_000, ofMinutes(1)));
 * }</pre>
 *
 * <p>A number out of range is reported with the other problems of the job, not here.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class ErrorPolicy {
  private final OnError.Action action;
  private final int retries;
  private final @Nullable Backoff backoff;
  private final int failAbove;
  private final @Nullable Duration per;

  private ErrorPolicy(
      OnError.Action action,
      int retries,
      @Nullable Backoff backoff,
      int failAbove,
      @Nullable Duration per) {
    this.action = action;
    this.retries = retries;
    this.backoff = backoff;
    this.failAbove = failAbove;
    this.per = per;
  }

  /**
   * Writes the whole element to the job's dead letters, with the reason; the job continues. The
   * default.
   */
  public static ErrorPolicy deadLetter() {
    return new ErrorPolicy(OnError.Action.DEAD_LETTER, 0, null, 0, null);
  }

  /** Discards the element and counts it as skipped; the job continues. */
  public static ErrorPolicy skip() {
    return new ErrorPolicy(OnError.Action.SKIP, 0, null, 0, null);
  }

  /** Stops the job and reports the record; nothing of that record is committed. */
  public static ErrorPolicy fail() {
    return new ErrorPolicy(OnError.Action.FAIL, 0, null, 0, null);
  }

  /**
   * Retries an element before this policy is applied, if a function of the job threw: filter, map,
   * flatMap, a join, a key, the result of a window. Meanwhile elements of other keys are processed,
   * and later ones of the same key wait, so that the order within a key is kept. Windows behind
   * wait, too: their results are what they would be without the failure.
   *
   * @param times the number of retries, 20 at most
   * @param backoff the delay before each retry
   */
  public ErrorPolicy retry(int times, Backoff backoff) {
    return new ErrorPolicy(
        action,
        times,
        Objects.requireNonNull(backoff, "retry: the back-off is null"),
        failAbove,
        per);
  }

  /**
   * Stops the job when more than {@code count} elements have failed permanently within {@code per}
   * in one task: then the cause is not the elements.
   *
   * @param count 1 to 100,000
   * @param per of the wall clock, more than 0
   */
  public ErrorPolicy failAbove(int count, Duration per) {
    return new ErrorPolicy(
        action,
        retries,
        backoff,
        count,
        Objects.requireNonNull(per, "failAbove: the duration is null"));
  }

  /** The policy as a plan holds it. */
  OnError stated(PlanBuilder builder, String where) {
    Optional<OnError.Retry> retry = Optional.empty();
    if (backoff != null) {
      retry =
          Optional.of(
              new OnError.Retry(
                  retries,
                  builder.stated(where, Meaning.FIRST_DELAY, backoff.first()),
                  builder.stated(where, Meaning.LONGEST_DELAY, backoff.longest())));
    }
    Optional<OnError.Limit> limit = Optional.empty();
    if (per != null) {
      limit =
          Optional.of(
              new OnError.Limit(failAbove, builder.stated(where, Meaning.FAIL_ABOVE_PER, per)));
    }
    return new OnError(action, retry, limit);
  }
}

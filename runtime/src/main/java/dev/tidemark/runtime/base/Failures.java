package dev.tidemark.runtime.base;

import dev.tidemark.serde.registry.RegistryAccessException;
import dev.tidemark.topology.eventtime.time.ExchangeMismatchException;
import dev.tidemark.topology.eventtime.time.StateMismatchException;
import dev.tidemark.topology.stage.base.StepFailedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.TopologyException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a failed thread is worth replacing. A failure that trying again can't resolve
 * ends the job at once; the rest ends it when it happens too often.
 */
public final class Failures {

  private static final int FAILURES_MAX = 8;
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long PAUSE_MAX_MS = 10_000;

  private final Deque<Long> recent = new ArrayDeque<>();
  private @Nullable Throwable last;

  /** The decision about a failed thread. */
  public enum Verdict {
    TRY_AGAIN,
    GIVE_UP
  }

  /**
   * Judges a failure; before the next try it waits, longer each time. Called on the failed thread.
   */
  public Verdict judge(Throwable thrown) {
    int count = remember(thrown);
    if (isHopeless(thrown) || count > FAILURES_MAX) {
      return Verdict.GIVE_UP;
    }
    try {
      Thread.sleep(Math.min(PAUSE_MAX_MS, 100L << count));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.GIVE_UP;
    }
    return Verdict.TRY_AGAIN;
  }

  public synchronized Optional<Throwable> last() {
    return Optional.ofNullable(last);
  }

  public static Throwable rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }

  public static JobException asJobException(String job, Throwable thrown) {
    Throwable root = rootOf(thrown);
    if (root instanceof JobException job0) {
      return job0;
    }
    if (root instanceof StepFailedException failed) {
      return new JobException(
          JobException.Code.RECORD_FAILED,
          "job " + job + " stopped, as its policy for errors says: " + failed.getMessage(),
          failed.hint(),
          thrown);
    }
    for (Throwable cause = thrown; cause != root && cause != null; cause = cause.getCause()) {
      if (cause instanceof StateMismatchException) {
        return stateMismatch(job, cause, thrown);
      }
    }
    if (root instanceof ExchangeMismatchException || root instanceof TopologyException) {
      return stateMismatch(job, root, thrown);
    }
    if (root instanceof MissingSourceTopicException) {
      return new JobException(
          JobException.Code.TOPIC_MISSING,
          "a topic of job " + job + " is gone: " + root.getMessage(),
          "create it again",
          thrown);
    }
    Optional<JobException> refused = RefusedSend.of(job, root, thrown);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (root instanceof RegistryAccessException) {
      return new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the schema registry refuses job " + job + ": " + root.getMessage(),
          "check basic.auth.user.info or bearer.auth.token",
          thrown);
    }
    if (root instanceof TransactionalIdAuthorizationException) {
      return new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the cluster does not let job " + job + " write transactions",
          "grant WRITE on transactional ids that begin with its application id to its principal",
          thrown);
    }
    if (root instanceof AuthorizationException) {
      return new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the cluster refuses job %s: %s".formatted(job, refusal(thrown, root)),
          "grant it to the principal of the job; docs/security.md has the whole list",
          thrown);
    }
    return new JobException(
        JobException.Code.INTERNAL,
        "job " + job + " failed: " + root,
        "run it again with -v to see the stack trace",
        thrown);
  }

  private static JobException stateMismatch(String job, Throwable mismatch, Throwable thrown) {
    return new JobException(
        JobException.Code.STATE_MISMATCH,
        "job " + job + " does not fit what an earlier run left behind: " + mismatch.getMessage(),
        "give the changed job a new --application-id; it then starts from the beginning of its"
            + " topics",
        thrown);
  }

  /**
   * Returns the reason of a broker's refusal to create a topic: it does not name the topic, so the
   * caller does.
   */
  private static String refusal(Throwable thrown, Throwable root) {
    String refusal = String.valueOf(root.getMessage());
    for (Throwable cause = thrown; cause != root && cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (cause.getCause() == root && message != null && message.startsWith("Could not create")) {
        return message.lines().findFirst().orElse("") + " " + refusal;
      }
    }
    return refusal;
  }

  private synchronized int remember(Throwable thrown) {
    last = thrown;
    long now = System.nanoTime();
    recent.addLast(now);
    while (now - recent.getFirst() > PERIOD_NANOS) {
      recent.removeFirst();
    }
    return recent.size();
  }

  private static boolean isHopeless(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Error
          || cause instanceof JobException
          || cause instanceof StepFailedException
          || cause instanceof ExchangeMismatchException
          || cause instanceof StateMismatchException
          || cause instanceof TopologyException
          || cause instanceof AuthorizationException
          || cause instanceof RegistryAccessException
          || cause instanceof MissingSourceTopicException
          || RefusedSend.is(cause)) {
        return true;
      }
      if (cause.getCause() == cause) {
        return false;
      }
    }
    return false;
  }
}

package dev.tidemark.worker;

import dev.tidemark.runtime.base.JobException;
import dev.tidemark.topology.jar.JobJarException;
import dev.tidemark.topology.plan.InvalidTopologyException;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.worker.Message.Kind;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Converts an exception to the last message of a worker. */
final class ShutdownReason {
  private static final Set<JobException.Code> LASTING =
      Set.of(
          JobException.Code.PARTITIONS_MISMATCH,
          JobException.Code.SCHEMA_MISMATCH,
          JobException.Code.SCHEMA_NOT_REGISTERED,
          JobException.Code.STATE_MISMATCH,
          JobException.Code.CONFIGURATION,
          JobException.Code.RECORD_FAILED,
          JobException.Code.RECORD_REFUSED,
          JobException.Code.NOT_AUTHORIZED);

  private ShutdownReason() {}

  static Message.Ended of(Throwable thrown, LaunchOrder order) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof JobException e) {
      return new Message.Ended(
          e.code().name().toLowerCase(Locale.ROOT),
          String.valueOf(e.getMessage()),
          hint(e),
          LASTING.contains(e.code()) ? Kind.LASTING : Kind.PASSING);
    }
    if (cause instanceof JobJarException e) {
      Path jar = Path.of(order.jar());
      // a missing file may be fetched again; its contents do not change
      boolean gone = e.reason() == JobJarException.Reason.NO_SUCH_FILE;
      return new Message.Ended(
          JarErrors.code(e),
          JarErrors.withoutFile(String.valueOf(e.getMessage()), jar),
          e.hint(),
          gone ? Kind.PASSING : Kind.LASTING);
    }
    if (cause instanceof InvalidTopologyException e) {
      Problem first = e.problems().get(0);
      return new Message.Ended(
          "topology_invalid", first.where() + ": " + first.what(), first.remedy(), Kind.LASTING);
    }
    return new Message.Ended(
        "internal",
        "the worker of job " + order.job() + " failed: " + oneLine(cause),
        "see its log",
        Kind.PASSING);
  }

  /** Returns the remedy, for a worker that was not started by hand from a command line. */
  static String hint(JobException e) {
    return switch (e.code()) {
      case BROKER_UNREACHABLE ->
          "see whether Kafka is up and the node's bootstrap.servers are"
              + " right; it is tried again";
      case REGISTRY_UNREACHABLE ->
          "see whether the registry is up and the node's"
              + " schema.registry.url is right; it is tried again";
      case STATE_MISMATCH -> "submit it as a new run (--from), which begins without that state";
      case INTERNAL -> "see the job's log";
      default -> e.hint();
    };
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String oneLine(Throwable thrown) {
    return thrown.toString().lines().findFirst().orElse(thrown.getClass().getName());
  }
}

package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.client.NodeUnreachableException;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.dev.StartException;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.IncompatibleSchemaException;
import dev.tidemark.serde.registry.RegistryAccessException;
import dev.tidemark.serde.registry.RegistryRequestException;
import dev.tidemark.serde.registry.RegistryUnavailableException;
import dev.tidemark.topology.jar.JobJarException;
import dev.tidemark.topology.plan.InvalidTopologyException;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The exit code and the output of a failed command.
 *
 * @param exitCode the exit code of the command
 * @param lines what is wrong and what to do, as {@code error: …} and {@code hint: …}
 */
public record Failure(ExitCode exitCode, List<String> lines) {

  /** The problems of the command line, not of the job. */
  private static final Set<Problem.Code> PARAMETERS =
      Set.of(Problem.Code.PARAMETER_UNKNOWN, Problem.Code.PARAMETER_INVALID);

  /** The refusals of a registry. */
  private static final Map<Class<?>, Refusal> REGISTRY =
      Map.of(
          SchemaNotFoundException.class,
          new Refusal(ExitCode.NOT_FOUND, "see what is there: tidemark schemas list"),
          IncompatibleSchemaException.class,
          new Refusal(
              ExitCode.SCHEMA_MISMATCH,
              "see what does not fit: tidemark schemas diff SUBJECT --file FILE"),
          InvalidSchemaException.class,
          new Refusal(ExitCode.SCHEMA_MISMATCH, "only Avro is read; see who registered it"),
          RegistryAccessException.class,
          new Refusal(
              ExitCode.NOT_AUTHORIZED,
              "check basic.auth.user.info or bearer.auth.token in the file given with --config"),
          RegistryRequestException.class,
          new Refusal(
              ExitCode.FAILED,
              "see the registry's log, and whether it speaks Confluent's protocol at this address"));

  /** The exit code and the hint for a kind of answer. */
  private record Refusal(ExitCode exitCode, String hint) {}

  public Failure {
    lines = List.copyOf(lines);
  }

  public static Failure of(Throwable thrown) {
    if ((thrown instanceof ExecutionException || thrown instanceof CompletionException)
        && thrown.getCause() != null) {
      return of(thrown.getCause());
    }
    if (thrown instanceof CommandException e) {
      return of(e.exitCode(), e.getMessage(), e.hint());
    }
    if (thrown instanceof ApiException e) {
      return NodeFailure.of(e);
    }
    if (thrown instanceof NodeUnreachableException e) {
      return of(ExitCode.NODE_UNREACHABLE, e.getMessage(), e.hint());
    }
    if (thrown instanceof InterruptedException) {
      return of(ExitCode.INTERRUPTED, "interrupted", "run it again");
    }
    if (thrown instanceof JobException e) {
      return of(ExitCode.of(e.code()), e.getMessage(), e.hint());
    }
    if (thrown instanceof JobJarException e) {
      return of(ExitCode.JOB_UNUSABLE, e.getMessage(), e.hint());
    }
    if (thrown instanceof InvalidTopologyException e) {
      return ofProblems(e.problems());
    }
    if (thrown instanceof StartException e) {
      return ofOneLine(ExitCode.FAILED, String.valueOf(e.getMessage()));
    }
    if (thrown instanceof RegistryUnavailableException) {
      return of(
          ExitCode.REGISTRY_UNREACHABLE,
          thrown.getMessage(),
          "start a registry, or give its address with --schema-registry");
    }
    Refusal refusal = REGISTRY.get(thrown.getClass());
    if (refusal != null) {
      return of(refusal.exitCode(), thrown.getMessage(), refusal.hint());
    }
    if (thrown instanceof OutOfMemoryError) {
      return of(
          ExitCode.INTERNAL,
          "out of memory: " + thrown.getMessage(),
          "give the JVM more, e.g. TIDEMARK_OPTS=-Xmx2g");
    }
    return of(
        ExitCode.INTERNAL,
        "unexpected " + thrown.getClass().getSimpleName() + ": " + thrown.getMessage(),
        "run it again with -v to see where it comes from");
  }

  public static Failure of(ExitCode exitCode, @Nullable String what, String hint) {
    return new Failure(exitCode, List.of("error: " + oneLine(what), "hint: " + oneLine(hint)));
  }

  /** Of a message that says both: {@code what; what to do}. */
  private static Failure ofOneLine(ExitCode exitCode, String message) {
    int end = message.lastIndexOf("; ");
    return end < 0
        ? of(exitCode, message, "run it again with -v to see more")
        : of(exitCode, message.substring(0, end), message.substring(end + 2));
  }

  private static Failure ofProblems(List<Problem> problems) {
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems) {
      lines.add("error: %s: %s".formatted(oneLine(problem.where()), oneLine(problem.what())));
      lines.add("hint: " + oneLine(problem.remedy()));
    }
    boolean wrongParameters =
        problems.stream().allMatch(problem -> PARAMETERS.contains(problem.code()));
    return new Failure(wrongParameters ? ExitCode.USAGE : ExitCode.TOPOLOGY_INVALID, lines);
  }

  private static String oneLine(@Nullable String text) {
    return String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}

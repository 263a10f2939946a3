package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.runtime.base.JobException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The output and the exit code for a request that a node refused. */
public final class NodeFailure {
  private NodeFailure() {}

  public static Failure of(ApiException refused) {
    ApiError error = refused.error();
    ExitCode exitCode = exitCode(refused.status(), error);
    List<String> lines = new ArrayList<>();
    boolean saidBelow =
        error.details().stream().anyMatch(detail -> detail.message().equals(error.message()));
    if (error.details().isEmpty() || (refused.status() != 422 && !saidBelow)) {
      lines.addAll(Failure.of(exitCode, error.message(), error.hint()).lines());
    }
    for (ApiError.Detail detail : error.details()) {
      String what = detail.where() + ": " + detail.message();
      lines.addAll(Failure.of(exitCode, what, detail.hint()).lines());
    }
    return new Failure(exitCode, lines);
  }

  private static ExitCode exitCode(int status, ApiError error) {
    return switch (status) {
      case 401, 403 -> ExitCode.NOT_AUTHORIZED;
      case 404 -> ExitCode.NOT_FOUND;
      case 409, 412 -> conflict(error.errorCode());
      case 422 -> unfit(error);
      case 429, 502, 503, 504 -> ExitCode.NOT_NOW;
      default -> status < 500 ? ExitCode.USAGE : ExitCode.INTERNAL;
    };
  }

  private static ExitCode conflict(String code) {
    return code.contains("replay")
        ? ExitCode.NEEDS_REPLAY
        : code.contains("upgrade") ? ExitCode.UPGRADE_REFUSED : ExitCode.REFUSED;
  }

  /** The same codes as where the job is planned and run here, without a node. */
  private static ExitCode unfit(ApiError error) {
    Optional<JobException.Code> known =
        Stream.of(JobException.Code.values())
            .filter(code -> code.name().toLowerCase(Locale.ROOT).equals(error.errorCode()))
            .findFirst();
    return known
        .map(ExitCode::of)
        .orElse(error.details().isEmpty() ? ExitCode.JOB_UNUSABLE : ExitCode.TOPOLOGY_INVALID);
  }
}

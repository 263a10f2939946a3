package dev.tidemark.cli.job;

import dev.tidemark.cli.option.LiveNames;
import dev.tidemark.cli.option.WaitOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The jobs of the cluster that a verb changes, and whether to wait for the change. */
final class JobNames {

  @Parameters(
      paramLabel = "NAME",
      arity = "1..*",
      description = "The names of the jobs; see tidemark list.",
      completionCandidates = LiveNames.Jobs.class)
  List<String> names = List.of();

  @Mixin WaitOption wait = new WaitOption();

  Optional<Duration> limit() {
    return wait.limit();
  }
}

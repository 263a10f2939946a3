package dev.tidemark.cli;

import dev.tidemark.cli.JobArguments.LoadedJob;
import dev.tidemark.topology.plan.Explanation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what a job would do. */
@Command(
    name = "plan",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Check a job and print its plan, without starting it.",
    descriptionHeading = "%n",
    description =
        "Shows operators, exchanges, stores, topics, schemas, and what to know before a replay.",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  tidemark plan revenue.jar -p window=1h"})
final class PlanCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobArguments job = new JobArguments();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      order = 3,
      description = "How to print it: text or json (default: text).")
  Format format = Format.text;

  PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (LoadedJob loaded = job.load()) {
      String printed =
          switch (format) {
            case text -> Explanation.text(loaded.plan());
            case json -> Explanation.json(loaded.plan()).toPrettyString();
          };
      terminal.out().println(printed.stripTrailing());
      return ExitCode.OK.number();
    }
  }

  /** The formats; named as they are typed. */
  enum Format {
    text,
    json
  }
}

package dev.tidemark.cli;

import dev.tidemark.cli.JobArguments.LoadedJob;
import dev.tidemark.topology.runtime.JobProgress;
import dev.tidemark.topology.runtime.ProgressReader;
import dev.tidemark.topology.runtime.RunConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints how far a job has come. */
@Command(
    name = "ledger",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Print what became of every event that a job has read, running or not.",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Example:",
      "  tidemark ledger revenue.jar --bootstrap-server localhost:9092 -o json"
    })
final class LedgerCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobArguments job = new JobArguments();
  @Mixin ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      order = 3,
      description = "How to print it: table or json (default: table).")
  Format format = Format.table;

  LedgerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (LoadedJob loaded = job.load()) {
      RunConfig config = cluster.lookingOnly(loaded.plan().job(), terminal);
      try (ProgressReader reader = ProgressReader.open(loaded.plan(), config)) {
        JobProgress progress = reader.read();
        print(loaded.plan().job(), config.applicationId(), progress);
        if (progress.sources().isEmpty()) {
          terminal
              .err()
              .printf(
                  "nothing read yet: no run of '%s' has committed on %s%n",
                  config.applicationId(), config.bootstrapServers());
        }
      }
    }
    return ExitCode.OK.number();
  }

  private void print(String job, String applicationId, JobProgress progress) {
    switch (format) {
      case table -> LedgerView.table(progress).forEach(terminal.out()::println);
      case json ->
          terminal.out().println(LedgerView.json(job, applicationId, progress).toPrettyString());
    }
  }

  /** The formats; named as they are typed. */
  enum Format {
    table,
    json
  }
}

package dev.tidemark.cli.local;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.ClusterOptions;
import dev.tidemark.cli.option.JobArguments.LoadedJob;
import dev.tidemark.cli.option.JobOptions;
import dev.tidemark.cli.option.LiveNames;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.progress.LedgerView;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.query.ProgressReader;
import dev.tidemark.worker.view.LedgerViews;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints how far a job has come. */
@Command(
    name = "ledger",
    header = "Print the accounting of every event that a job has read, running or not.",
    description = {
      "The job is one of the cluster, by its name; or one that 'tidemark run' runs, by its jar: its ledger is read "
          + "from Kafka, and no node is asked.",
    },
    footer = {
      "",
      "Example:",
      "  tidemark ledger revenue.jar --bootstrap-server localhost:9092 -o json"
    })
public final class LedgerCommand implements Callable<Integer> {
  private static final Pattern JOB_NAME = Pattern.compile("[a-z0-9-]{1,64}([.]replay)?");

  private final Terminal terminal;

  @Parameters(
      paramLabel = "NAME|JAR",
      description = "The name of a job of the cluster, or the jar that holds the job.",
      completionCandidates = LiveNames.Jobs.class)
  String subject = "";

  @Mixin JobOptions job = new JobOptions();
  @Mixin ClusterOptions cluster = new ClusterOptions();
  @Mixin ClientOptions node = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  public LedgerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (JOB_NAME.matcher(subject).matches() && !Files.isRegularFile(Path.of(subject))) {
      try (NodeClient client = node.connect(terminal)) {
        print(client.ledger(subject));
      }
      return ExitCode.OK.number();
    }
    try (LoadedJob loaded = job.load(Path.of(subject))) {
      RunConfig config = cluster.lookingOnly(loaded.plan().job(), terminal);
      try (ProgressReader reader = ProgressReader.open(loaded.plan(), config)) {
        LedgerView ledger =
            LedgerViews.of(loaded.plan().job(), config.applicationId(), reader.read());
        print(ledger);
        if (ledger.sources().isEmpty()) {
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

  private void print(LedgerView ledger) {
    output.one(ledger, LedgerTable::lines, ledger.job()).forEach(terminal.out()::println);
  }
}

package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.Confirmation;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes a job. */
@Command(
    name = "delete",
    header = "Delete a job. What it has written stays.",
    footer = {"", "Example:", "  tidemark delete revenue --purge"})
public final class DeleteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();
  @Mixin Confirmation confirmation = new Confirmation();
  @Mixin ClientOptions options = new ClientOptions();

  @Option(
      names = "--purge",
      order = 1,
      description =
          "Also delete its offsets, internal topics and state (default: they are kept). Never its outputs.")
  boolean purge;

  public DeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String name = job.name;
    try (NodeClient client = options.connect(terminal)) {
      String applicationId = client.job(name).applicationId();
      List<String> what = new ArrayList<>(List.of("job '" + name + "' is stopped and deleted"));
      if (purge) {
        what.add("its consumer group and internal topics (" + applicationId + ") are deleted");
        what.add("its state and its ledger are deleted permanently; its output topics stay");
        confirmation.requireName(terminal, what, name);
      } else {
        what.add("its offsets, internal topics and outputs stay");
        confirmation.require(terminal, what);
      }
      client.delete(name, purge, OptionalLong.empty());
      terminal.out().println(name);
      terminal.err().println(purge ? "deleted, with offsets and state" : "deleted");
    }
    return ExitCode.OK.number();
  }
}

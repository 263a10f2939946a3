package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.JobTaskView;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells which node does which share of a job. */
@Command(
    name = "tasks",
    header = "Print which node does which share of a job, and what is still being restored.",
    footer = {"", "Example:", "  tidemark tasks revenue"})
public final class TasksCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  public TasksCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      List<JobTaskView> shares =
          client.tasks(job.name).stream()
              .sorted(Comparator.comparing(JobTaskView::id).thenComparing(JobTaskView::node))
              .toList();
      output.list(shares, TasksCommand::table, JobTaskView::id).forEach(terminal.out()::println);
      if (shares.isEmpty() && output.isTable()) {
        terminal.err().println("no worker of '" + job.name + "' has a task now");
      }
    }
    return ExitCode.OK.number();
  }

  private static TextTable table(List<JobTaskView> shares) {
    TextTable table = new TextTable("TASK", "NODE", "STATE", "TO RESTORE", "PARTITIONS");
    for (JobTaskView share : shares) {
      table.row(
          share.id(),
          share.node(),
          share.state(),
          share.restoreRemaining(),
          String.join(" ", share.partitions()));
    }
    return table;
  }
}

package dev.tidemark.cli;

import dev.tidemark.node.api.JobView;
import dev.tidemark.node.api.TaskView;
import dev.tidemark.node.api.WorkerView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells which node does which share of a job. */
@Command(
    name = "tasks",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Print which node does which share of a job, and what is still being restored.",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  tidemark tasks revenue"})
final class TasksCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  TasksCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A task and where it is; the fields of the REST interface, and the node. */
  private record Share(
      String id, String node, String state, long restoreRemaining, List<String> partitions) {}

  @Override
  public Integer call() {
    try (ClusterClient client = options.connect(terminal)) {
      List<Share> shares = shares(client.job(job.name));
      output.list(shares, TasksCommand::table, Share::id).forEach(terminal.out()::println);
      if (shares.isEmpty() && output.isTable()) {
        terminal.err().println("no worker of '" + job.name + "' has a task now");
      }
    }
    return ExitCode.OK.number();
  }

  private static List<Share> shares(JobView job) {
    List<Share> shares = new ArrayList<>();
    for (WorkerView worker : job.workers()) {
      if (worker.report() != null) {
        for (TaskView task : worker.report().tasks()) {
          shares.add(
              new Share(
                  task.id(), worker.node(), task.state(), task.restoreRemaining(), task.partitions()));
        }
      }
    }
    shares.sort(Comparator.comparing(Share::id).thenComparing(Share::node));
    return shares;
  }

  private static TextTable table(List<Share> shares) {
    TextTable table = new TextTable("TASK", "NODE", "STATE", "TO RESTORE", "PARTITIONS");
    for (Share share : shares) {
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

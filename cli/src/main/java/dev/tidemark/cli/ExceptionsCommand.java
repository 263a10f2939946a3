package dev.tidemark.cli;

import dev.tidemark.node.api.ExceptionView;
import dev.tidemark.node.api.JobView;
import dev.tidemark.node.api.WorkerView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the exceptions that a job's workers met. */
@Command(
    name = "exceptions",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Print the newest exceptions that the workers of a job met.",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  tidemark exceptions revenue --traces"})
final class ExceptionsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(names = "--traces", order = 1, description = "Print the stack traces, too.")
  boolean traces;

  ExceptionsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** An exception and where it was met; the fields of the REST interface, and the node. */
  private record Met(
      String node, Instant at, String thread, long count, String summary, String stackTrace) {}

  @Override
  public Integer call() {
    try (ClusterClient client = options.connect(terminal)) {
      List<Met> met = met(client.job(job.name));
      output.list(met, ExceptionsCommand::table, Met::summary).forEach(terminal.out()::println);
      if (traces && output.isTable()) {
        met.forEach(this::printTrace);
      }
      if (met.isEmpty() && output.isTable()) {
        terminal.err().println("no worker of '" + job.name + "' has met an exception");
      }
    }
    return ExitCode.OK.number();
  }

  private void printTrace(Met met) {
    terminal.out().println();
    terminal.out().println(met.node() + " " + met.at() + " " + Texts.harmless(met.thread()));
    met.stackTrace()
        .lines()
        .forEach(line -> terminal.out().println("  " + Texts.harmless(line).stripTrailing()));
  }

  private static List<Met> met(JobView job) {
    List<Met> all = new ArrayList<>();
    for (WorkerView worker : job.workers()) {
      if (worker.report() != null) {
        for (ExceptionView met : worker.report().exceptions()) {
          all.add(
              new Met(
                  worker.node(),
                  met.at(),
                  met.thread(),
                  met.count(),
                  met.summary(),
                  met.stackTrace()));
        }
      }
    }
    all.sort(Comparator.comparing(Met::at).reversed());
    return all;
  }

  private static TextTable table(List<Met> all) {
    TextTable table = new TextTable("NODE", "LAST AT", "TIMES", "THREAD", "EXCEPTION");
    for (Met met : all) {
      table.row(
          met.node(),
          Texts.instant(met.at()),
          met.count(),
          Texts.harmless(met.thread()),
          Texts.harmless(met.summary()));
    }
    return table;
  }
}

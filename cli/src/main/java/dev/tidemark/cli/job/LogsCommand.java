package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.Following;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TimeArgument;
import dev.tidemark.client.EventStream;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.LogLine;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what a job's workers wrote. */
@Command(
    name = "logs",
    header = "Print what the workers of a job wrote to their logs, on all nodes.",
    footer = {"", "Example:", "  tidemark logs revenue --follow"})
public final class LogsCommand implements Callable<Integer> {
  private static final int TAIL = 200;
  private static final int TAIL_MAX = 10_000;

  private final Terminal terminal;

  @Mixin JobName job = new JobName();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = {"-f", "--follow"},
      order = 1,
      description = "Continue with new lines, until Ctrl-C.")
  boolean follow;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "N",
      order = 2,
      description =
          "How many of the newest lines, 1 to 10,000 (default: 200; with --since 10,000).")
  @Nullable Integer tail;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      order = 3,
      description = "Nothing older, e.g. 10m or 2026-11-20T10:00:00Z.")
  @Nullable String since;

  @Option(
      names = "--node",
      paramLabel = "ID",
      order = 4,
      description = "The log of one node only (default: all).")
  @Nullable String node;

  public LogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (tail != null && (tail < 1 || tail > TAIL_MAX)) {
      throw new CommandException(
          ExitCode.USAGE, "invalid value for --tail: " + tail, "give a number from 1 to 10,000");
    }
    if (follow && since != null) {
      throw new CommandException(
          ExitCode.USAGE, "--follow and --since exclude each other", "use --follow --tail N");
    }
    try (NodeClient client = options.connect(terminal)) {
      if (follow) {
        StopSignals.leave(terminal, List.of());
        follow(client);
      } else {
        Instant begin = since == null ? null : begin(since);
        client
            .logs(job.name, node, lines(begin == null ? TAIL : TAIL_MAX), begin)
            .forEach(this::print);
      }
    }
    return ExitCode.OK.number();
  }

  private int lines(int otherwise) {
    return tail == null ? otherwise : tail;
  }

  private Instant begin(String text) {
    Instant begin = new TimeArgument(Clock.systemUTC()).since("--since", text);
    terminal.err().println("since " + begin);
    return begin;
  }

  /** Follows the logs until the output is closed. */
  private void follow(NodeClient client) {
    try (EventStream<LogLine> lines = client.followLogs(job.name, node, lines(TAIL))) {
      Following.print(lines, terminal, this::print);
    }
  }

  private void print(LogLine line) {
    terminal
        .out()
        .println(
            output.isTable()
                ? "%s %s  %s".formatted(line.at(), line.node(), Formatting.harmless(line.text()))
                : OutputOptions.compact(line));
  }
}

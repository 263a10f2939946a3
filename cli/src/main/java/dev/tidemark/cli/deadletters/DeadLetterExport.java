package dev.tidemark.cli.deadletters;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the dead letters or late records of a job as JSON, a line each. */
@Command(name = "export")
final class DeadLetterExport implements Callable<Integer> {
  private final Terminal terminal;
  private final DeadLetterWords words;

  @Mixin JobName job = new JobName();
  @Mixin DeadLetterFilterOptions filter = new DeadLetterFilterOptions();
  @Mixin ClientOptions options = new ClientOptions();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      order = 18,
      description = "open, requeued, discarded, quarantined or all (default: open).")
  @Nullable String state;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      order = 19,
      description = "Where to write it (default: to stdout).")
  @Nullable Path file;

  DeadLetterExport(Terminal terminal, DeadLetterWords words) {
    this.terminal = terminal;
    this.words = words;
  }

  @Override
  public Integer call() {
    long count;
    try (NodeClient client = options.connect(terminal)) {
      if (file == null) {
        count = export(client, terminal.out());
      } else {
        try (PrintWriter writer =
            new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
          count = export(client, writer);
          if (writer.checkError()) {
            throw notWritten(file, null);
          }
        } catch (IOException e) {
          throw notWritten(file, e);
        }
      }
    }
    terminal.err().println(words.count(count) + " written");
    return ExitCode.OK.number();
  }

  private long export(NodeClient client, PrintWriter writer) {
    long[] count = new long[1];
    try (ProgressLine live = new ProgressLine(terminal)) {
      client.exportLetters(
          job.name,
          words.kind(),
          filter.filter(state),
          line -> {
            writer.println(line);
            count[0]++;
            if (file != null) {
              live.show(words.count(count[0]) + " written");
            }
          });
    }
    writer.flush();
    return count[0];
  }

  private static CommandException notWritten(Path file, @Nullable IOException cause) {
    return new CommandException(
        ExitCode.FAILED,
        "'%s' can't be written%s".formatted(file, cause == null ? "" : ": " + cause),
        "name a file in a folder that you may write, on a disk with room",
        cause == null ? new IOException("the disk may be full") : cause);
  }
}

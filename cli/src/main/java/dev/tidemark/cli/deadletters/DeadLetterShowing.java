package dev.tidemark.cli.deadletters;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one dead letter or late record of a job. */
@Command(name = "show")
final class DeadLetterShowing implements Callable<Integer> {
  private static final Pattern AT = Pattern.compile("(\\d{1,9})[:/](\\d{1,18})");

  private final Terminal terminal;
  private final DeadLetterWords words;

  @Mixin JobName job = new JobName();

  @Parameters(
      index = "1",
      paramLabel = "PARTITION:OFFSET",
      description = "Which one, named as lists name it.")
  String at = "";

  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  DeadLetterShowing(Terminal terminal, DeadLetterWords words) {
    this.terminal = terminal;
    this.words = words;
  }

  @Override
  public Integer call() {
    Matcher place = AT.matcher(at);
    if (!place.matches()) {
      throw new CommandException(
          ExitCode.USAGE,
          "'" + at + "' is no PARTITION:OFFSET",
          "see tidemark %s list %s -o name".formatted(words.verb(), job.name));
    }
    try (NodeClient client = options.connect(terminal)) {
      DeadLetterView letter =
          client.letter(
              job.name,
              words.kind(),
              null,
              Integer.parseInt(place.group(1)),
              Long.parseLong(place.group(2)));
      output
          .one(letter, DeadLetterTables::show, DeadLetterTables.name(letter))
          .forEach(terminal.out()::println);
    }
    return ExitCode.OK.number();
  }
}

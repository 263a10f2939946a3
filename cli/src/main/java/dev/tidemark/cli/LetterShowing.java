package dev.tidemark.cli;

import dev.tidemark.node.api.LetterView;
import dev.tidemark.node.client.NodeClient;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one thing that a job has put aside. */
@Command(name = "show")
final class LetterShowing implements Callable<Integer> {
  private static final Pattern AT = Pattern.compile("(\\d{1,9})[:/](\\d{1,18})");

  private final Terminal terminal;
  private final LetterWords words;

  @Mixin JobName job = new JobName();

  @Parameters(
      index = "1",
      paramLabel = "PARTITION:OFFSET",
      description = "Which one, named as lists name it.")
  String at = "";

  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  LetterShowing(Terminal terminal, LetterWords words) {
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
      LetterView letter =
          client.letter(
              job.name,
              words.kind(),
              null,
              Integer.parseInt(place.group(1)),
              Long.parseLong(place.group(2)));
      output
          .one(letter, LetterTables::show, LetterTables.name(letter))
          .forEach(terminal.out()::println);
    }
    return ExitCode.OK.number();
  }
}

package dev.tidemark.cli;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TextTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Help for a verb or a topic. */
@Command(
    name = "help",
    header = "Show help for a verb, or about a topic: exit-codes, settings, time.",
    footer = {"", "Example:", "  tidemark help exit-codes"})
final class HelpCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "VERB|TOPIC",
      arity = "0..1",
      description = "A verb, exit-codes, settings or time.")
  @Nullable String subject;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  HelpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    CommandLine verb = subject == null ? root : root.getSubcommands().get(subject);
    if (verb != null) {
      verb.usage(terminal.out());
      return ExitCode.OK.number();
    }
    switch (String.valueOf(subject)) {
      case "exit-codes" -> exitCodes();
      case "settings", "time" -> terminal.out().print(text("help-" + subject + ".txt"));
      default ->
          throw new CommandException(
              ExitCode.USAGE,
              "there is no help about '" + subject + "'",
              "verbs: "
                  + root.getSubcommands().entrySet().stream()
                      .filter(known -> !known.getValue().getCommandSpec().usageMessage().hidden())
                      .map(Map.Entry::getKey)
                      .collect(Collectors.joining(", "))
                  + "; topics: exit-codes, settings, time");
    }
    return ExitCode.OK.number();
  }

  private void exitCodes() {
    TextTable table = new TextTable("CODE", "MEANING");
    for (ExitCode code : ExitCode.values()) {
      table.row(code.number(), code.meaning());
    }
    table.lines().forEach(terminal.out()::println);
  }

  private static String text(String resource) {
    try (InputStream in = HelpCommand.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

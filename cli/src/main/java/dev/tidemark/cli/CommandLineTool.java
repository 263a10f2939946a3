package dev.tidemark.cli;

import dev.tidemark.cli.TidemarkCommand.ColorChoice;
import dev.tidemark.cli.option.Failure;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Logging;
import dev.tidemark.cli.terminal.Terminal;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line: its verbs, and what they have in common. */
final class CommandLineTool {
  private final Terminal terminal;

  CommandLineTool(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs one command; never throws. Returns the exit code. */
  int execute(String... args) {
    TidemarkCommand root = new TidemarkCommand();
    CommandLine commandLine = assemble(root, ansi(TidemarkCommand.colorChoice(args)));
    try {
      return commandLine.execute(args);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
      return report(e, root);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  /** The verbs and their options, without colours. */
  CommandLine assemble() {
    return assemble(new TidemarkCommand(), Ansi.OFF);
  }

  private CommandLine assemble(TidemarkCommand root, Ansi ansi) {
    CommandLine commandLine = new CommandLine(root);
    Commands.addTo(commandLine, terminal);
    HelpLayout.applyTo(commandLine);
    return commandLine
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setUsageHelpWidth(100)
        .setUsageHelpLongOptionsMaxWidth(30)
        .setExpandAtFiles(false)
        .setExecutionStrategy(parsed -> run(root, parsed))
        .setParameterExceptionHandler((e, arguments) -> reportUsage(e))
        .setExecutionExceptionHandler((e, command, parsed) -> report(e, root));
  }

  private static int run(TidemarkCommand root, ParseResult parsed) {
    boolean isNode =
        parsed.hasSubcommand() && parsed.subcommand().commandSpec().name().equals("node");
    Logging.configure(root.verbose, isNode);
    return new RunLast().execute(parsed);
  }

  private int reportUsage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String hint = "see '" + name + " --help'";
    String what = lowerFirst(String.valueOf(e.getMessage())).replace("option option", "option");
    if (e instanceof UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().get(0);
      boolean verb = !unmatched.isUnknownOption() && command.getParent() == null;
      what =
          "unknown %s '%s'"
              .formatted(
                  verb ? "verb" : unmatched.isUnknownOption() ? "option" : "argument", argument);
      hint =
          unmatched.getSuggestions().stream()
                  .limit(1)
                  .map(closest -> "did you mean " + closest + "? ")
                  .findFirst()
                  .orElse("")
              + hint;
    }
    print(Failure.of(ExitCode.USAGE, what, hint), command);
    return ExitCode.USAGE.number();
  }

  private int report(Throwable thrown, TidemarkCommand root) {
    Failure failure = Failure.of(thrown);
    print(failure, root.spec.commandLine());
    if (root.verbose) {
      thrown.printStackTrace(terminal.err());
    }
    return failure.exitCode().number();
  }

  private void print(Failure failure, CommandLine command) {
    for (String line : failure.lines()) {
      terminal
          .err()
          .println(
              line.startsWith("error: ")
                  ? command.getColorScheme().errorText("error:") + line.substring("error:".length())
                  : line);
    }
  }

  private Ansi ansi(ColorChoice choice) {
    return switch (choice) {
      case always -> Ansi.ON;
      case never -> Ansi.OFF;
      case auto -> terminal.likesColor() ? Ansi.ON : Ansi.OFF;
    };
  }

  private static String lowerFirst(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}

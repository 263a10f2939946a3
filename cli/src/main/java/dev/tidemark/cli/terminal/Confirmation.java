package dev.tidemark.cli.terminal;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Asks before a change that can't be undone; without a terminal, {@code --yes} is required. */
public final class Confirmation {

  @Option(
      names = {"-y", "--yes"},
      order = 60,
      description = "Don't ask; needed where there is no terminal to ask on.")
  boolean yes;

  /** Asks for yes or no, and throws unless the answer is yes. */
  public void require(Terminal terminal, List<String> whatWillHappen) {
    if (!yes) {
      String answer = ask(terminal, whatWillHappen, "Proceed? [y/N] ");
      if (answer == null || !List.of("y", "yes").contains(answer.toLowerCase(Locale.ROOT))) {
        throw notConfirmed("answer y, or use --yes");
      }
    }
  }

  /** Asks for the name, and throws unless it is typed: for commands that destroy data. */
  public void requireName(Terminal terminal, List<String> whatWillHappen, String name) {
    if (!yes && !name.equals(ask(terminal, whatWillHappen, "Type '" + name + "' to proceed: "))) {
      throw notConfirmed("type the name as it is, or use --yes");
    }
  }

  private static @Nullable String ask(
      Terminal terminal, List<String> whatWillHappen, String question) {
    if (!terminal.input().isTty() || !terminal.errIsTty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "this must be confirmed, and there is no terminal to ask on",
          "use --yes if you mean it: " + String.join("; ", whatWillHappen));
    }
    whatWillHappen.forEach(terminal.err()::println);
    terminal.err().print(question);
    terminal.err().flush();
    try {
      String answer = terminal.input().reader().readLine();
      return answer == null ? null : answer.strip();
    } catch (IOException e) {
      return null;
    }
  }

  private static CommandException notConfirmed(String hint) {
    return new CommandException(ExitCode.FAILED, "not confirmed; nothing was changed", hint);
  }
}

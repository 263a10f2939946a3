package dev.tidemark.cli;

import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints a completion script. The names of jobs, jars and contexts are asked of the cluster when
 * Tab is pressed where one stands, by {@code tidemark __complete}.
 */
@Command(
    name = "completion",
    header = "Print a script that completes verbs, options and names in bash or zsh.",
    footer = {"", "Example:", "  source <(tidemark completion bash)"})
final class CompletionCommand implements Callable<Integer> {
  /**
   * The line of the script that turns words into candidates; it is replaced to add the live names.
   */
  private static final String CANDIDATES = "  options=(\"$@\")\n";

  private static final String LIVE_CANDIDATES =
      """
        options=()
        local word name
        for word in "$@"; do
          case "$word" in
            __jobs__|__jars__|__contexts__)
              while IFS= read -r name; do options+=("$name"); done \\
                < <("${COMP_WORDS[0]}" __complete "${word//_/}" 2>/dev/null </dev/null) ;;
            *) options+=("$word") ;;
          esac
        done
      """;

  private final Terminal terminal;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  Shell shell = Shell.bash;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    // One script serves both: it loads bash completion in zsh.
    String script = AutoComplete.bash(spec.root().name(), spec.root().commandLine());
    if (!script.contains(CANDIDATES)) {
      throw new IllegalStateException("the generator of completion scripts works in another way");
    }
    terminal.out().print(script.replace(CANDIDATES, LIVE_CANDIDATES));
    return ExitCode.OK.number();
  }

  /** The shells; named as they are typed. */
  enum Shell {
    bash,
    zsh
  }
}

package dev.tidemark.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run}. */
@Command(
    name = "bench/run",
    synopsisSubcommandLabel = "COMMAND",
    description = "Measures Tidemark and its peers.",
    subcommands = {CanonicalCommand.class, PoisonCommand.class, DecodeCommand.class})
public final class Bench {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and leave.")
  private boolean help;

  private Bench() {}

  /** Runs a benchmark and leaves with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setParameterExceptionHandler(
            (wrong, arguments) -> {
              CommandLine command = wrong.getCommandLine();
              command.getErr().println("bench: " + wrong.getMessage());
              command
                  .getErr()
                  .println("See " + command.getCommandSpec().qualifiedName() + " --help");
              return command.getCommandSpec().exitCodeOnInvalidInput();
            })
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("bench: " + failure.getMessage());
              return 1;
            });
  }
}

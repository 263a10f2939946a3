package dev.tidemark.cli;

import dev.tidemark.cli.option.Version;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all verbs. Its options can stand before and after the verb. */
@Command(
    name = "tidemark",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "VERB",
    header =
        "Runs stream processing jobs on Kafka: windows closed by real watermarks, results exactly once.",
    commandListHeading = "",
    footer = {
      "",
      "Start here:",
      "  tidemark demo                         see two jobs run, from broker to verified results",
      "  tidemark dev                          a broker, a registry and a node on this machine",
      "  tidemark submit JAR                   run a job of your own on them",
      "",
      "More: tidemark help exit-codes, tidemark help settings, tidemark help time."
    })
final class TidemarkCommand implements Runnable {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      order = 100,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      order = 101,
      description = "Show the versions of Tidemark, Kafka and Java.")
  boolean version;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      order = 102,
      description = "Show logs, and the stack trace of an error.")
  boolean verbose;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      scope = ScopeType.INHERIT,
      order = 103,
      description = "Use colours: auto, always or never (default: auto; NO_COLOR is honoured).")
  ColorChoice color = ColorChoice.auto;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }

  /** When to use colours; named as they are typed. */
  enum ColorChoice {
    auto,
    always,
    never
  }

  /**
   * Returns the value of {@code --color}, found before the line is parsed, because an error in the
   * line is printed in colour or not.
   */
  static ColorChoice colorChoice(String... args) {
    ColorChoice choice = ColorChoice.auto;
    for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
      String arg = rest.next();
      if (arg.equals("--")) {
        break;
      }
      if (arg.equals("--color") && rest.hasNext()) {
        arg = "--color=" + rest.next();
      }
      for (ColorChoice value : ColorChoice.values()) {
        choice = arg.equals("--color=" + value) ? value : choice;
      }
    }
    return choice;
  }
}

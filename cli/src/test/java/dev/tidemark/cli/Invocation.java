package dev.tidemark.cli;

import dev.tidemark.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** One run of the command line inside of a test. */
public record Invocation(int exitCode, String out, String err) {

  public static Invocation of(String... args) {
    return with(Map.of(), args);
  }

  /** The command line, to parse with. */
  static CommandLine tool() {
    return new CommandLineTool(terminal(Map.of())).assemble();
  }

  /** A terminal that nobody reads. */
  public static Terminal terminal(Map<String, String> environment) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return new Terminal(nowhere, nowhere, false, false, 80, environment);
  }

  /** With somebody at a terminal, who types these answers. */
  static Invocation answering(Map<String, String> environment, String answers, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(err),
            false,
            true,
            80,
            environment,
            new Terminal.Input(new BufferedReader(new StringReader(answers)), true));
    int exitCode = new CommandLineTool(terminal).execute(args);
    return new Invocation(exitCode, out.toString(), err.toString());
  }

  public static Invocation with(Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, 80, environment);
    int exitCode = new CommandLineTool(terminal).execute(args);
    return new Invocation(exitCode, out.toString(), err.toString());
  }
}

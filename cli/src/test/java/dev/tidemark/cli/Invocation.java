package dev.tidemark.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** One run of the command line inside of a test. */
record Invocation(int exitCode, String out, String err) {

  static Invocation of(String... args) {
    return with(Map.of(), args);
  }

  /** The command line, to parse with. */
  static CommandLine tool() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return new CommandLineTool(new Terminal(nowhere, nowhere, false, false, 80, Map.of()))
        .assemble();
  }

  static Invocation with(Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, 80, environment);
    int exitCode = new CommandLineTool(terminal).execute(args);
    return new Invocation(exitCode, out.toString(), err.toString());
  }
}

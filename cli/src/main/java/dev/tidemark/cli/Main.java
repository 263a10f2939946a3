package dev.tidemark.cli;

import dev.tidemark.cli.terminal.Terminal;

/** The entry point of the {@code tidemark} command. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and leaves the JVM with its exit code.
   *
   * @param args the verb and its options
   */
  public static void main(String[] args) {
    System.exit(new CommandLineTool(Terminal.ofThisProcess()).execute(args));
  }
}

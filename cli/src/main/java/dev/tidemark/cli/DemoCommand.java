package dev.tidemark.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stub. */
@Command(name = "demo", header = "Shows two jobs at work.%n")
final class DemoCommand implements Callable<Integer> {
  DemoCommand(Terminal terminal) {}

  @Override
  public Integer call() {
    return 0;
  }
}

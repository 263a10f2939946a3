package dev.tidemark.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stub. */
@Command(name = "dev", header = "A broker and a registry.%n")
final class DevCommand implements Callable<Integer> {
  DevCommand(Terminal terminal) {}

  @Override
  public Integer call() {
    return 0;
  }
}

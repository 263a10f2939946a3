package dev.tidemark.cli.demo;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OpenResources;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the engine at work, and checks it. */
@Command(
    name = "demo",
    header = "Run two jobs on real events, from broker to verified results.",
    description = {
      "Starts a Kafka broker and a schema registry on free ports in a temporary folder, loads flights, airports and "
          + "earthquakes, runs two windowed jobs until they have caught up, and compares everything they have written "
          + "with an offline computation. Needs nothing and leaves nothing behind.",
    },
    footer = {"", "Example:", "  tidemark demo --output results"})
public final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      order = 1,
      description =
          "Write what the output topics hold into this folder, one JSON object a line (default: no).")
  @Nullable Path output;

  @Option(
      names = "--keep",
      order = 2,
      description =
          "Run the jobs on a node, and stay up afterwards until Ctrl-C, to look around (default: no).")
  boolean keep;

  @Option(
      names = "--jar",
      paramLabel = "JAR",
      order = 3,
      description =
          "With --keep: run this jar in the place of the job of its name (default: the demo's own).")
  @Nullable Path jar;

  public DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (jar != null && !keep) {
      throw new CommandException(
          ExitCode.USAGE, "--jar needs --keep: jars are run by nodes", "give both, or none");
    }
    if (output != null) {
      createFolder(output);
    }
    try (OpenResources resources = new OpenResources()) {
      StopSignals.close(resources, ExitCode.TERMINATED, terminal);
      Demo demo = new Demo(terminal, resources);
      boolean verified = demo.run(output, keep, jar);
      if (keep) {
        demo.sayHowToLookAround();
        new CountDownLatch(1).await(); // until a signal
      }
      return (verified ? ExitCode.OK : ExitCode.FAILED).number();
    }
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "can't create the folder '%s': %s".formatted(folder, e),
          "give --output a folder that can be written",
          e);
    }
  }
}

package dev.tidemark.cli;

import dev.tidemark.dev.DevCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A broker and a registry for the laptop. */
@Command(
    name = "dev",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Keep a Kafka broker and a schema registry up on this machine, until Ctrl-C.",
    synopsisHeading = "%nUsage: ",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  tidemark dev --data-dir ~/tidemark-dev"})
final class DevCommand implements Callable<Integer> {
  private static final int PORT_MAX = 65_535;

  private final Terminal terminal;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      order = 1,
      description = "Where the broker listens; 0 takes a free one (default: 9092).")
  int kafkaPort = 9092;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      order = 2,
      description = "Where the registry listens; 0 takes a free one (default: 8081).")
  int registryPort = 8081;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      order = 3,
      description =
          "Keep topics and schemas there from run to run (default: a folder that is deleted in the end).")
  @Nullable Path dataDir;

  DevCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    requirePort("--kafka-port", kafkaPort);
    requirePort("--registry-port", registryPort);
    try (OpenResources resources = new OpenResources()) {
      StopSignals.close(resources, ExitCode.OK, terminal);
      DevCluster cluster = start(resources);
      sayHowToConnect(cluster);
      new CountDownLatch(1).await(); // until a signal
    }
    return ExitCode.OK.number();
  }

  private DevCluster start(OpenResources resources) throws Exception {
    try (LiveLine live = new LiveLine(terminal)) {
      live.show("starting a broker and a registry");
      DevCluster.Options options =
          DevCluster.Options.defaults().withPorts(kafkaPort, registryPort).withCloseOnExit(false);
      DevCluster.Options chosen = dataDir == null ? options : options.withDataDir(dataDir);
      return resources.open(() -> DevCluster.start(chosen));
    }
  }

  private void sayHowToConnect(DevCluster cluster) {
    String where =
        "--bootstrap-server %s --schema-registry %s"
            .formatted(cluster.bootstrapServers(), cluster.schemaRegistryUrl());
    List.of(
            "broker    " + cluster.bootstrapServers(),
            "registry  " + cluster.schemaRegistryUrl(),
            "data      " + (dataDir == null ? "deleted in the end" : dataDir.toAbsolutePath()),
            "",
            "Up until Ctrl-C. To go on from another terminal:",
            "  tidemark plan JAR",
            "  tidemark run JAR " + where,
            "  tidemark ledger JAR " + where)
        .forEach(terminal.out()::println);
  }

  private static void requirePort(String option, int port) {
    if (port < 0 || port > PORT_MAX) {
      throw new CommandException(
          ExitCode.USAGE,
          "invalid value for %s: %d".formatted(option, port),
          "give a port from 1 to 65535, or 0");
    }
  }
}

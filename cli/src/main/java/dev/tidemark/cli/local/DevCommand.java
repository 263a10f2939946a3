package dev.tidemark.cli.local;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OpenResources;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.TemporaryFolder;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.dev.DevCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A broker, a registry and a node for the laptop. */
@Command(
    name = "dev",
    header = "Keep a Kafka broker, a schema registry and a node up on this machine, until Ctrl-C.",
    footer = {"", "Example:", "  tidemark dev --data-dir ~/tidemark-dev"})
public final class DevCommand implements Callable<Integer> {
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
      names = "--node-port",
      paramLabel = "PORT",
      order = 3,
      description = "Where the node listens; 0 takes a free one (default: 8080).")
  int nodePort = LocalNode.DEFAULT_PORT;

  @Option(
      names = "--job",
      paramLabel = "JAR",
      order = 4,
      description =
          "Submit this job; the topics that it reads are created if they are missing. Repeatable.")
  List<Path> jobs = new ArrayList<>();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      order = 5,
      description =
          "Keep topics, schemas and jobs there from run to run (default: a folder that is deleted in the end).")
  @Nullable Path dataDir;

  public DevCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    requirePort("--kafka-port", kafkaPort);
    requirePort("--registry-port", registryPort);
    requirePort("--node-port", nodePort);
    for (Path jar : jobs) {
      requireFile(jar);
    }
    try (OpenResources resources = new OpenResources()) {
      StopSignals.close(resources, ExitCode.OK, terminal);
      Path folder = folder(resources);
      DevCluster cluster;
      LocalNode node;
      try (ProgressLine live = new ProgressLine(terminal)) {
        live.show("starting a broker and a registry");
        cluster = resources.open(() -> DevCluster.start(options(folder)));
        live.show("starting a node");
        node = LocalNode.start(terminal, resources, cluster, nodePort, folder.resolve("node"));
        for (Path jar : jobs) {
          live.show("submitting " + jar);
          submit(jar, node, cluster, live);
        }
      }
      sayHowToConnect(cluster, node);
      new CountDownLatch(1).await(); // until a signal
    }
    return ExitCode.OK.number();
  }

  /** Returns the data folder; a temporary one, deleted at the end, unless one was stated. */
  private Path folder(OpenResources resources) throws Exception {
    return dataDir != null ? dataDir : resources.open(() -> TemporaryFolder.create("dev")).path();
  }

  private DevCluster.Options options(Path folder) {
    return DevCluster.Options.defaults()
        .withPorts(kafkaPort, registryPort)
        .withDataDir(dataDir != null ? folder : folder.resolve("cluster"))
        .withCloseOnExit(false);
  }

  private void submit(Path jar, LocalNode node, DevCluster cluster, ProgressLine live)
      throws Exception {
    PlanView plan = node.plan(jar);
    List<String> created = DevTopics.createInputs(cluster.bootstrapServers(), plan.plan());
    created.forEach(
        topic ->
            live.print("created topic %s (%d partitions)".formatted(topic, DevTopics.PARTITIONS)));
    SubmitView submitted = node.submit(jar, plan.job(), Map.of());
    live.print("job '%s' is %s".formatted(plan.job(), submitted.job().state()));
  }

  private void sayHowToConnect(DevCluster cluster, LocalNode node) {
    List.of(
            "broker    " + cluster.bootstrapServers(),
            "registry  " + cluster.schemaRegistryUrl(),
            "node      " + node.url(),
            "data      " + (dataDir == null ? "deleted in the end" : dataDir.toAbsolutePath()),
            "",
            "Up until Ctrl-C. To continue from another terminal:",
            "  tidemark submit JAR --register compatible" + node.urlOption(),
            "  tidemark list" + node.urlOption())
        .forEach(terminal.out()::println);
    terminal.out().flush();
  }

  private static void requirePort(String option, int port) {
    if (port < 0 || port > PORT_MAX) {
      throw new CommandException(
          ExitCode.USAGE,
          "invalid value for %s: %d".formatted(option, port),
          "give a port from 1 to 65535, or 0");
    }
  }

  private static void requireFile(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new CommandException(
          ExitCode.JOB_UNUSABLE, "there is no file '" + jar + "'", "give the path of a job's jar");
    }
  }
}

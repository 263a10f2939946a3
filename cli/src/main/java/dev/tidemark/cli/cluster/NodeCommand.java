package dev.tidemark.cli.cluster;

import dev.tidemark.cli.option.Settings;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OpenResources;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.node.Node;
import dev.tidemark.node.config.NodeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a node. */
@Command(
    name = "node",
    header = "Run a node of a cluster, until Ctrl-C or SIGTERM.",
    description = {
      "Nodes that point at the same Kafka and have the same cluster name form a cluster; any of them answers. "
          + "Clients that may submit jobs run code here: a node listens on this machine alone, unless it has tokens.",
    },
    footer = {
      "",
      "Example:",
      "  tidemark node --bootstrap-server kafka:9092 --schema-registry http://registry:8081"
    })
public final class NodeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      order = 1,
      description = "The Kafka cluster (default: $TIDEMARK_BOOTSTRAP_SERVER, or localhost:9092).")
  @Nullable String bootstrapServer;

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      order = 2,
      description =
          "The schema registry (default: $TIDEMARK_SCHEMA_REGISTRY, or http://localhost:8081).")
  @Nullable String schemaRegistry;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      order = 3,
      description = "Settings of the node and its Kafka clients; see config/node.properties.")
  @Nullable Path configFile;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      order = 4,
      description = "Where to answer; port 0 takes a free one (default: 127.0.0.1:8080).")
  @Nullable String listen;

  @Option(
      names = "--advertised-url",
      paramLabel = "URL",
      order = 5,
      description = "Where the other nodes reach it (default: as it listens).")
  @Nullable String advertisedUrl;

  @Option(
      names = "--id",
      paramLabel = "ID",
      order = 6,
      description =
          "Its name in the cluster: a-z, 0-9 and '-' (default: made of the host's, kept in the data folder).")
  @Nullable String id;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      order = 7,
      description = "The cluster that it joins, and the prefix of its topics (default: tidemark).")
  @Nullable String cluster;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      order = 8,
      description =
          "Caches, state and logs; one node at a time (default: $XDG_STATE_HOME or ~/.local/state, then tidemark/node).")
  @Nullable Path dataDir;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      order = 9,
      description =
          "Who may ask; made by tidemark token create (default: every user of this machine).")
  @Nullable Path tokenFile;

  @Option(
      names = "--peer-token-file",
      paramLabel = "FILE",
      order = 10,
      description = "The token with which it asks the other nodes.")
  @Nullable Path peerTokenFile;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      order = 11,
      description = "Its key and certificate, PKCS#12.")
  @Nullable Path tlsKeyStore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      order = 12,
      description = "The file with the password of the key store.")
  @Nullable Path tlsPasswordFile;

  @Option(
      names = "--tls-truststore",
      paramLabel = "FILE",
      order = 13,
      description = "Whom to trust when it asks the other nodes (default: as the JVM does).")
  @Nullable Path tlsTrustStore;

  @Option(
      names = "--insecure",
      order = 14,
      description = "Listen beyond this machine without TLS, e.g. behind a proxy that has it.")
  boolean insecure;

  public NodeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    NodeConfig config = settings().nodeConfig();
    try (OpenResources resources = new OpenResources()) {
      StopSignals.close(resources, ExitCode.OK, terminal);
      Node node = resources.open(() -> Node.start(config));
      List.of(
              "node      " + config.id(),
              "cluster   " + config.cluster() + " on " + config.connections().bootstrapServers(),
              "url       " + node.url(),
              "data      " + config.dataDir().toAbsolutePath())
          .forEach(terminal.out()::println);
      terminal.out().flush();
      terminal.err().println("Up until Ctrl-C. Its jobs go to the other nodes then.");
      new CountDownLatch(1).await(); // until a signal
    }
    return ExitCode.OK.number();
  }

  NodeSettings settings() {
    return NodeSettings.ofEnvironment(terminal)
        .with(configFile == null ? Map.of() : Settings.read(configFile))
        .with(Settings.BOOTSTRAP_SERVERS, bootstrapServer)
        .with(Settings.REGISTRY_URL, schemaRegistry)
        .listeningAt(listen)
        .with(NodeSettings.ADVERTISED_URL, advertisedUrl)
        .with(NodeSettings.ID, id)
        .with(NodeSettings.CLUSTER, cluster)
        .with(NodeSettings.DATA_DIR, dataDir)
        .with(NodeSettings.TOKENS, tokenFile)
        .with(NodeSettings.PEER_TOKEN, peerTokenFile)
        .with(NodeSettings.KEY_STORE, tlsKeyStore)
        .with(NodeSettings.KEY_STORE_PASSWORD, tlsPasswordFile)
        .with(NodeSettings.TRUST_STORE, tlsTrustStore)
        .with(NodeSettings.INSECURE, insecure ? true : null);
  }
}

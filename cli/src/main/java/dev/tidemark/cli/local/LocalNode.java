package dev.tidemark.cli.local;

import dev.tidemark.cli.cluster.NodeSettings;
import dev.tidemark.cli.option.Access;
import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JarUpload;
import dev.tidemark.cli.option.JarUpload.Uploaded;
import dev.tidemark.cli.option.NodeConnection;
import dev.tidemark.cli.option.Settings;
import dev.tidemark.cli.terminal.OpenResources;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.Registering;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.dev.DevCluster;
import dev.tidemark.node.Node;
import dev.tidemark.node.config.NodeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The node that a laptop runs beside its broker and registry: the very same as elsewhere. */
public final class LocalNode {
  static final int DEFAULT_PORT = 8080;

  /** On a laptop no other process registers the schemas that a job writes. */
  private static final JobSettings REGISTERING =
      JobSettings.DEFAULT.withRegister(Registering.COMPATIBLE);

  private final Terminal terminal;
  private final Node node;
  private final NodeClient client;

  private LocalNode(Terminal terminal, Node node, NodeClient client) {
    this.terminal = terminal;
    this.node = node;
    this.client = client;
  }

  /**
   * Starts it.
   *
   * @param port where it listens, on this machine alone; 0 for any free one
   * @param dataDir its caches, state and logs
   */
  public static LocalNode start(
      Terminal terminal, OpenResources resources, DevCluster cluster, int port, Path dataDir)
      throws Exception {
    NodeConfig config =
        NodeSettings.ofEnvironment(terminal)
            .with(
                Map.of(
                    Settings.BOOTSTRAP_SERVERS, cluster.bootstrapServers(),
                    Settings.REGISTRY_URL, cluster.schemaRegistryUrl(),
                    NodeSettings.ID, "local",
                    NodeSettings.PORT, Integer.toString(port),
                    NodeSettings.DATA_DIR, dataDir.toString()))
            .nodeConfig();
    Node node = resources.open(() -> Node.start(config));
    Access access = new Access(List.of(URI.create(node.url())), Optional.empty(), Optional.empty());
    return new LocalNode(terminal, node, resources.open(() -> NodeConnection.open(access)));
  }

  /** The port where clients look first, or any free one if it is taken. */
  public static int usualPortIfFree() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), DEFAULT_PORT));
      return DEFAULT_PORT;
    } catch (IOException e) {
      return 0;
    }
  }

  public String url() {
    return node.url();
  }

  /** Returns the option that makes a verb use this node; empty if it is the default. */
  public String urlOption() {
    return url().equals(ClientOptions.DEFAULT_URL) ? "" : " --url " + url();
  }

  public NodeClient client() {
    return client;
  }

  /** Plans the only job of a jar. */
  PlanView plan(Path jar) {
    Uploaded uploaded = new JarUpload(terminal, client).upload(jar);
    return client.plan(
        uploaded.id(), new PlanRequest(null, Map.of(), null, Registering.COMPATIBLE));
  }

  /** Submits the only job of a jar, or upgrades it if it is there. */
  public SubmitView submit(Path jar, String name, Map<String, String> parameters) {
    Uploaded uploaded = new JarUpload(terminal, client).upload(jar);
    JobRequest request =
        new JobRequest(name, uploaded.id(), null, parameters, REGISTERING, null, null);
    return client.put(name, request, OptionalLong.empty(), false);
  }
}

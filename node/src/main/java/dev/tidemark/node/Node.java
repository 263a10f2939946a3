package dev.tidemark.node;

import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.node.cluster.ClusterMemory;
import dev.tidemark.node.cluster.DataFolder;
import dev.tidemark.node.cluster.KafkaClients;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.http.ApiServer;
import dev.tidemark.node.http.HttpStartException;
import dev.tidemark.node.jobs.Workers;
import dev.tidemark.node.service.ClusterService;
import dev.tidemark.node.service.HttpPeers;
import dev.tidemark.node.service.Reconciler;
import dev.tidemark.node.service.ServiceParts;
import dev.tidemark.node.supervisor.Planner;
import dev.tidemark.node.supervisor.Supervisor;
import dev.tidemark.runtime.base.JobException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node: joins the cluster of its Kafka, reconciles its workers with what the cluster has decided,
 * and serves {@code /api/v1}.
 */
public final class Node implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final NodeConfig config;
  private final Instant startedAt = Instant.now();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>(); // closed from the newest on
  private volatile String url = "";
  private volatile boolean leaving;
  private boolean closed;

  private Node(NodeConfig config) {
    this.config = config;
  }

  /**
   * Starts a node, and returns when it serves requests; its workers may still be starting.
   *
   * @throws JobException if Kafka is not reachable or refuses, the data folder is in use, the port
   *     is taken, or the configuration is not secure
   */
  public static Node start(NodeConfig config) {
    checkSecure(config);
    DataFolder folder = DataFolder.open(config.dataDir());
    Node node = new Node(config.withId(idOrUnlock(folder, config)));
    node.opened.push(folder);
    try {
      node.open(folder);
      return node;
    } catch (HttpStartException e) {
      node.close();
      throw new JobException(
          JobException.Code.CONFIGURATION, String.valueOf(e.getMessage()), e.hint(), e);
    } catch (RuntimeException | Error e) {
      node.close();
      throw e;
    }
  }

  /** Returns the URL of the node, e.g. {@code http://127.0.0.1:8080}. */
  public String url() {
    return url;
  }

  /**
   * Leaves the cluster: stops its workers after a commit, so that other nodes take over at once.
   * Idempotent.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (!opened.isEmpty()) {
      closeOne(opened.pop());
    }
    LOG.info("node={} stopped", config.id());
  }

  /**
   * Refuses an insecure configuration before anything is opened: a client that can upload a jar can
   * run code here.
   */
  private static void checkSecure(NodeConfig config) {
    try {
      ApiServer.checkSecure(config);
    } catch (HttpStartException e) {
      throw new JobException(
          JobException.Code.CONFIGURATION, String.valueOf(e.getMessage()), e.hint(), e);
    }
  }

  private static String idOrUnlock(DataFolder folder, NodeConfig config) {
    try {
      return folder.nodeId(config.id());
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Opens the parts and pushes each one; {@link #close} closes them from the last: leaving comes
   * first.
   */
  private void open(DataFolder folder) {
    ClusterMemory memory = ClusterMemory.open(config, folder);
    opened.push(memory);
    HttpPeers peers = new HttpPeers(config);
    opened.push(peers);
    peers.check();
    Supervisor workers = new Supervisor(config, memory.jars());
    AutoCloseable workersEnd = once(workers);
    ServiceParts parts =
        new ServiceParts(
            config,
            version(),
            memory,
            KafkaClients.of(config),
            workers,
            new Planner(config),
            peers);
    ClusterService service = new ClusterService(parts);
    opened.push(service);
    opened.push(workersEnd);
    ApiServer http = ApiServer.start(config, service, service.local());
    opened.push(http);
    url = http.url();
    Optional<Instant> predecessor = folder.predecessor();
    memory.join(predecessor, () -> view(workers));
    folder.started(startedAt);
    Reconciler reconciler = new Reconciler(parts, service, () -> LocalJobs.in(config.dataDir()));
    opened.push(() -> leave(memory, workersEnd, reconciler));
    reconciler.start();
    service.joined();
    LOG.info("node={} cluster={} url={} joined", config.id(), config.cluster(), url);
  }

  /**
   * Leaves the cluster: announces it to the other nodes, ends the workers, announces their end, and
   * then leaves the membership.
   */
  private void leave(ClusterMemory memory, AutoCloseable workersEnd, Reconciler reconciler) {
    leaving = true;
    reconciler.leave();
    memory.membership().beatNow();
    closeOne(workersEnd);
    reconciler.close();
    memory.membership().leave();
  }

  private NodeView view(Workers workers) {
    return new NodeView(
        config.id(), url, version(), startedAt, Instant.now(), leaving, workers.views());
  }

  private static String version() {
    return Objects.requireNonNullElse(
        Node.class.getPackage().getImplementationVersion(), "development");
  }

  /**
   * Returns a part that closes only once: leaving closes the workers before the rest; a start that
   * fails closes them with the rest.
   */
  private static AutoCloseable once(AutoCloseable part) {
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        part.close();
      }
    };
  }

  private static void closeOne(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("a part of the node did not stop cleanly: {}", e.toString());
    }
  }
}

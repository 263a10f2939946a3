package dev.tidemark.node;

/**
 * A node: joins the cluster of its Kafka, reconciles its workers with what the cluster has decided,
 * and serves {@code /api/v1}.
 */
public final class Node implements AutoCloseable {

  private Node() {}

  /**
   * Starts a node, and returns when it serves requests; its workers may still be starting.
   *
   * @throws dev.tidemark.topology.runtime.JobException if Kafka is not reachable or refuses, the
   *     data folder is in use, the port is taken, or the configuration is not secure
   */
  public static Node start(NodeConfig config) {
    throw new UnsupportedOperationException("not built yet: " + config.id());
  }

  /** Where it is reached, e.g. {@code http://127.0.0.1:8080}. */
  public String url() {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Leaves the cluster: stops its workers after a commit, so that others take over at once.
   * Idempotent.
   */
  @Override
  public void close() {}
}

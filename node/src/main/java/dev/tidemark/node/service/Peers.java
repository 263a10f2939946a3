package dev.tidemark.node.service;

import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.node.http.LocalService;

/** The other nodes, for questions that only they can answer. Thread-safe. */
public interface Peers extends AutoCloseable {

  /**
   * Returns another node.
   *
   * @return its answers; the methods throw {@code ApiException} 503 if it can't be reached
   */
  LocalService of(NodeView node);

  @Override
  void close();
}

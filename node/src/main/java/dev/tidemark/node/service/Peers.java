package dev.tidemark.node.service;

import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.node.http.LocalService;

/** The other nodes, asked for what they alone know. Thread-safe. */
public interface Peers extends AutoCloseable {

  /**
   * Another node.
   *
   * @return what it answers; its methods throw {@code ApiException} 503 if it can't be reached
   */
  LocalService of(NodeView node);

  @Override
  void close();
}

package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.node.cluster.Membership;
import dev.tidemark.node.http.LocalService;
import java.util.List;

/** Sends a question to every node, and to this one without a network call. */
final class FanOut {

  private final String self;
  private final LocalService local;
  private final Peers peers;
  private final Membership membership;

  FanOut(String self, LocalService local, Peers peers, Membership membership) {
    this.self = self;
    this.local = local;
    this.peers = peers;
    this.membership = membership;
  }

  /** A node that can be asked. */
  record Source(NodeView node, LocalService service) {}

  /** Returns all live nodes, by id. */
  List<Source> all() {
    return membership.live().stream().map(this::source).toList();
  }

  /**
   * Returns one live node.
   *
   * @throws ApiException 404 if there is no live node of this id
   * @throws ApiException 404 if there is none of this id
   */
  Source one(String node) {
    return membership.live().stream()
        .filter(view -> view.id().equals(node))
        .findFirst()
        .map(this::source)
        .orElseThrow(
            () ->
                ApiException.of(
                    404,
                    "node_not_found",
                    "there is no live node '%s'".formatted(node),
                    "see all nodes: tidemark nodes"));
  }

  private Source source(NodeView node) {
    return new Source(node, node.id().equals(self) ? local : peers.of(node));
  }
}

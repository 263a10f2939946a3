package dev.tidemark.topology.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs between two exchanges, in one processor: a tree of nodes. The first is a {@link
 * Node.Source}, {@link Node.ReceiveElements} or {@link Node.FinalWindow}; the others are {@link
 * Node.Inner} and come after their inputs.
 *
 * @param name stable: the id of its first node
 * @param onError the policies of its nodes, by id; of one that is missing: a dead letter
 */
public record Stage(String name, List<Node> nodes, Map<String, OnError> onError) {
  public Stage {
    nodes = List.copyOf(nodes);
    onError = Map.copyOf(onError);
  }

  /** A stage whose nodes make a dead letter of each failure. */
  public Stage(String name, List<Node> nodes) {
    this(name, nodes, Map.of());
  }

  /** What the stage reads. */
  public Node input() {
    return nodes.get(0);
  }

  /** The policy of a node. */
  public OnError onError(Node node) {
    return onError.getOrDefault(node.id(), OnError.DEAD_LETTER);
  }

  /** The name of the store that holds the stage's channels, watermarks and ledger. */
  public String progressStore() {
    return Names.progressStore(name);
  }

  /** The name of the store in which elements wait for their next attempt, if one may. */
  public Optional<String> parkedStore() {
    return onError.values().stream().anyMatch(policy -> policy.retry().isPresent())
        ? Optional.of(Names.parkedStore(name))
        : Optional.empty();
  }
}

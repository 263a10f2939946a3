package dev.tidemark.topology.plan;

import java.util.List;

/**
 * What runs between two exchanges, in one processor: a tree of nodes. The first is a {@link
 * Node.Source}, {@link Node.ReceiveElements} or {@link Node.FinalWindow}; the others are {@link
 * Node.Inner} and come after their inputs.
 *
 * @param name stable: the id of its first node
 */
public record Stage(String name, List<Node> nodes) {
  public Stage {
    nodes = List.copyOf(nodes);
  }

  /** What the stage reads. */
  public Node input() {
    return nodes.get(0);
  }

  /** The name of the store that holds the stage's channels, watermarks and ledger. */
  public String progressStore() {
    return Names.progressStore(name);
  }
}

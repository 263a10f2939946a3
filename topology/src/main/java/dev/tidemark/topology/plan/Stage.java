package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a job between two exchanges, run by one processor: a tree of nodes. The first is a
 * {@link StageInput}; the others come after their inputs.
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

  /** Returns the input of the stage. */
  public StageInput input() {
    if (nodes.get(0) instanceof StageInput input) {
      return input;
    }
    throw new IllegalStateException("stage " + name + " begins with " + nodes.get(0).id());
  }

  /** The source, if the stage reads a topic. */
  public Optional<Node.Source> source() {
    return input().accept(SourceOf.INSTANCE);
  }

  /** The second phase of the window that the stage closes, if it closes one. */
  public Optional<Node.FinalWindow> window() {
    return input().accept(WindowOf.INSTANCE);
  }

  /** The nodes of one kind. */
  public <N extends Node> List<N> all(Class<N> kind) {
    return nodes.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The exchanges that the stage writes to, each once. */
  public List<Exchange> exchangesWritten() {
    return nodes.stream()
        .flatMap(node -> node.writes().stream())
        .map(ExchangeOutput::exchange)
        .distinct()
        .toList();
  }

  /** The topics that the stage reads and writes, dead letters left out. */
  public List<TopicUse> topics() {
    return nodes.stream().flatMap(node -> node.topics().stream()).distinct().toList();
  }

  /** The tables that the stage looks values up in, each once. */
  public List<String> tables() {
    return nodes.stream().flatMap(node -> node.tables().stream()).distinct().toList();
  }

  /** The state stores of the stage and its nodes. */
  public List<StoreUse> stores() {
    List<StoreUse> stores = new ArrayList<>();
    stores.add(new StoreUse(progressStore(), StoreUse.Content.PROGRESS, name));
    nodes.forEach(node -> stores.addAll(node.stores()));
    parkedStore()
        .ifPresent(store -> stores.add(new StoreUse(store, StoreUse.Content.PARKED, name)));
    return stores;
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

  private static final class SourceOf implements StageInputVisitor<Optional<Node.Source>> {
    private static final SourceOf INSTANCE = new SourceOf();

    @Override
    public Optional<Node.Source> source(Node.Source node) {
      return Optional.of(node);
    }

    @Override
    public Optional<Node.Source> receiveElements(Node.ReceiveElements node) {
      return Optional.empty();
    }

    @Override
    public Optional<Node.Source> finalWindow(Node.FinalWindow node) {
      return Optional.empty();
    }
  }

  private static final class WindowOf implements StageInputVisitor<Optional<Node.FinalWindow>> {
    private static final WindowOf INSTANCE = new WindowOf();

    @Override
    public Optional<Node.FinalWindow> source(Node.Source node) {
      return Optional.empty();
    }

    @Override
    public Optional<Node.FinalWindow> receiveElements(Node.ReceiveElements node) {
      return Optional.empty();
    }

    @Override
    public Optional<Node.FinalWindow> finalWindow(Node.FinalWindow node) {
      return Optional.of(node);
    }
  }
}

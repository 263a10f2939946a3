package dev.tidemark.topology.plan;

import dev.tidemark.serde.Type;
import java.util.Optional;

/**
 * How the elements that a node makes become bytes where they go through an exchange, if anybody
 * said so.
 */
public final class ElementType implements NodeVisitor<Optional<Type<?>>> {
  private static final ElementType INSTANCE = new ElementType();

  private ElementType() {}

  /** The type that was stated for a node; empty for nodes that only pass elements on. */
  public static Optional<Type<?>> of(Node node) {
    return node.accept(INSTANCE);
  }

  /** The node with a type for its elements; the same node if it can't have one. */
  public static Node stated(Node node, Type<?> type) {
    Optional<Type<?>> stated = Optional.of(type);
    if (node instanceof Node.MapElements map) {
      return new Node.MapElements(map.id(), map.input(), map.map(), stated);
    }
    if (node instanceof Node.FlatMapElements map) {
      return new Node.FlatMapElements(map.id(), map.input(), map.map(), stated);
    }
    if (node instanceof Node.Join join) {
      return new Node.Join(
          join.id(),
          join.input(),
          join.table(),
          join.key(),
          join.joiner(),
          join.kind(),
          join.joinKey(),
          stated);
    }
    if (node instanceof Node.Window window) {
      return new Node.Window(
          window.id(),
          window.input(),
          window.keyType(),
          window.key(),
          window.spec(),
          window.allowedLatenessMs(),
          window.lateTopic(),
          window.aggregation(),
          window.result(),
          stated,
          window.correctableForMs());
    }
    return node;
  }

  @Override
  public Optional<Type<?>> source(Node.Source node) {
    return Optional.of(node.type());
  }

  @Override
  public Optional<Type<?>> table(Node.Table node) {
    return Optional.of(node.valueType());
  }

  @Override
  public Optional<Type<?>> filter(Node.Filter node) {
    return Optional.empty();
  }

  @Override
  public Optional<Type<?>> map(Node.MapElements node) {
    return node.type();
  }

  @Override
  public Optional<Type<?>> flatMap(Node.FlatMapElements node) {
    return node.type();
  }

  @Override
  public Optional<Type<?>> join(Node.Join node) {
    return node.type();
  }

  @Override
  public Optional<Type<?>> window(Node.Window node) {
    return node.type();
  }

  @Override
  public Optional<Type<?>> sink(Node.Sink node) {
    return Optional.of(node.valueType());
  }

  @Override
  public Optional<Type<?>> sendElements(Node.SendElements node) {
    return Optional.of(node.elementType());
  }

  @Override
  public Optional<Type<?>> receiveElements(Node.ReceiveElements node) {
    return Optional.of(node.elementType());
  }

  @Override
  public Optional<Type<?>> partialWindow(Node.PartialWindow node) {
    return Optional.empty();
  }

  @Override
  public Optional<Type<?>> finalWindow(Node.FinalWindow node) {
    return node.window().type();
  }
}

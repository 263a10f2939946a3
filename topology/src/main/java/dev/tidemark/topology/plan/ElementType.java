package dev.tidemark.topology.plan;

import dev.tidemark.serde.Type;
import java.util.List;
import java.util.Optional;

/** The type that serializes a node's elements at an exchange, if it was declared. */
public final class ElementType implements NodeVisitor<Optional<Type<?>>> {
  private static final ElementType INSTANCE = new ElementType();

  private ElementType() {}

  /** The type that was stated for a node; empty for nodes that only pass elements on. */
  public static Optional<Type<?>> of(Node node) {
    return node.accept(INSTANCE);
  }

  /**
   * Returns the type of the elements that reach a node: the one that the nearest nodes that make
   * elements declare, if all declare the same.
   */
  public static Optional<Type<?>> before(LogicalPlan plan, Node reached) {
    List<Node> makers = plan.makersBefore(reached);
    Optional<Type<?>> first = of(makers.get(0));
    boolean same = makers.stream().allMatch(maker -> isSame(of(maker), first));
    return same ? first : Optional.empty();
  }

  private static boolean isSame(Optional<Type<?>> one, Optional<Type<?>> other) {
    return one.map(Type::description).equals(other.map(Type::description))
        && one.flatMap(Type::schema).equals(other.flatMap(Type::schema));
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

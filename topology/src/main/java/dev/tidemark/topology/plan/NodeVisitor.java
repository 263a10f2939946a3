package dev.tidemark.topology.plan;

/**
 * One method for each kind of {@link Node}, and no default: the compiler asks for every new kind.
 *
 * @param <R> the answer
 */
public interface NodeVisitor<R> {
  R source(Node.Source node);

  R table(Node.Table node);

  R filter(Node.Filter node);

  R map(Node.MapElements node);

  R flatMap(Node.FlatMapElements node);

  R join(Node.Join node);

  R window(Node.Window node);

  R sink(Node.Sink node);

  R sendElements(Node.SendElements node);

  R receiveElements(Node.ReceiveElements node);

  R partialWindow(Node.PartialWindow node);

  R finalWindow(Node.FinalWindow node);
}

package dev.tidemark.topology.plan;

/**
 * One method for each kind of node that begins a stage, and no default: the compiler asks for every
 * new kind.
 *
 * @param <R> the answer
 */
public interface StageInputVisitor<R> {
  R source(Node.Source node);

  R receiveElements(Node.ReceiveElements node);

  R finalWindow(Node.FinalWindow node);
}

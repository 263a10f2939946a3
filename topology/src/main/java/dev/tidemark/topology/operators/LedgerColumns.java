package dev.tidemark.topology.operators;

import static dev.tidemark.topology.operators.Fate.COUNTED;
import static dev.tidemark.topology.operators.Fate.DEAD_LETTERED;
import static dev.tidemark.topology.operators.Fate.EXPANDED;
import static dev.tidemark.topology.operators.Fate.FILTERED;
import static dev.tidemark.topology.operators.Fate.INCOMPLETE;
import static dev.tidemark.topology.operators.Fate.LATE;
import static dev.tidemark.topology.operators.Fate.READ;
import static dev.tidemark.topology.operators.Fate.SKIPPED;

import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeVisitor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The columns that a node has in the ledger: what can happen to an element there. A count in
 * another column is refused, so that no operator counts what the balance does not know.
 */
public final class LedgerColumns implements NodeVisitor<Set<Fate>> {
  private static final LedgerColumns INSTANCE = new LedgerColumns();

  private LedgerColumns() {}

  /** The columns of a node. */
  public static Set<Fate> of(Node node) {
    return node.accept(INSTANCE);
  }

  @Override
  public Set<Fate> source(Node.Source node) {
    return failingAnd(READ);
  }

  @Override
  public Set<Fate> table(Node.Table node) {
    return failingAnd(READ, COUNTED);
  }

  @Override
  public Set<Fate> filter(Node.Filter node) {
    return failingAnd(FILTERED);
  }

  @Override
  public Set<Fate> map(Node.MapElements node) {
    return failingAnd();
  }

  @Override
  public Set<Fate> flatMap(Node.FlatMapElements node) {
    return failingAnd(FILTERED, EXPANDED);
  }

  @Override
  public Set<Fate> join(Node.Join node) {
    return failingAnd(FILTERED);
  }

  /** None: a window is planned as its two phases. */
  @Override
  public Set<Fate> window(Node.Window node) {
    return Set.of();
  }

  @Override
  public Set<Fate> sink(Node.Sink node) {
    return failingAnd(COUNTED);
  }

  @Override
  public Set<Fate> sendElements(Node.SendElements node) {
    return failingAnd();
  }

  @Override
  public Set<Fate> receiveElements(Node.ReceiveElements node) {
    return failingAnd();
  }

  @Override
  public Set<Fate> partialWindow(Node.PartialWindow node) {
    return failingAnd(COUNTED, LATE);
  }

  /** {@code READ} and {@code INCOMPLETE} count panes; the others correct the first phase. */
  @Override
  public Set<Fate> finalWindow(Node.FinalWindow node) {
    return failingAnd(READ, INCOMPLETE, COUNTED, LATE);
  }

  private static Set<Fate> failingAnd(Fate... others) {
    Set<Fate> columns = EnumSet.of(DEAD_LETTERED, SKIPPED);
    Collections.addAll(columns, others);
    return columns;
  }
}

package dev.tidemark.topology.stage.base;

import static dev.tidemark.topology.stage.base.Outcome.COUNTED;
import static dev.tidemark.topology.stage.base.Outcome.DEAD_LETTERED;
import static dev.tidemark.topology.stage.base.Outcome.EXPANDED;
import static dev.tidemark.topology.stage.base.Outcome.FILTERED;
import static dev.tidemark.topology.stage.base.Outcome.INCOMPLETE;
import static dev.tidemark.topology.stage.base.Outcome.LATE;
import static dev.tidemark.topology.stage.base.Outcome.READ;
import static dev.tidemark.topology.stage.base.Outcome.SKIPPED;

import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeVisitor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The columns that a node has in the ledger: what can happen to an element there. A count in
 * another column is refused, so that no operator counts what is not part of the balance.
 */
public final class LedgerColumns implements NodeVisitor<Set<Outcome>> {
  private static final LedgerColumns INSTANCE = new LedgerColumns();

  private LedgerColumns() {}

  /** Returns the columns of a node. */
  public static Set<Outcome> of(Node node) {
    return node.accept(INSTANCE);
  }

  @Override
  public Set<Outcome> source(Node.Source node) {
    return failingAnd(READ);
  }

  @Override
  public Set<Outcome> table(Node.Table node) {
    return failingAnd(READ, COUNTED);
  }

  @Override
  public Set<Outcome> filter(Node.Filter node) {
    return failingAnd(FILTERED);
  }

  @Override
  public Set<Outcome> map(Node.MapElements node) {
    return failingAnd();
  }

  @Override
  public Set<Outcome> flatMap(Node.FlatMapElements node) {
    return failingAnd(FILTERED, EXPANDED);
  }

  @Override
  public Set<Outcome> join(Node.Join node) {
    return failingAnd(FILTERED);
  }

  /** None: a window is planned as its two phases. */
  @Override
  public Set<Outcome> window(Node.Window node) {
    return Set.of();
  }

  @Override
  public Set<Outcome> sink(Node.Sink node) {
    return failingAnd(COUNTED);
  }

  @Override
  public Set<Outcome> sendElements(Node.SendElements node) {
    return failingAnd();
  }

  @Override
  public Set<Outcome> receiveElements(Node.ReceiveElements node) {
    return failingAnd();
  }

  @Override
  public Set<Outcome> partialWindow(Node.PartialWindow node) {
    return failingAnd(COUNTED, LATE);
  }

  /** {@code READ} and {@code INCOMPLETE} count panes; the others correct the first phase. */
  @Override
  public Set<Outcome> finalWindow(Node.FinalWindow node) {
    return failingAnd(READ, INCOMPLETE, COUNTED, LATE);
  }

  private static Set<Outcome> failingAnd(Outcome... others) {
    Set<Outcome> columns = EnumSet.of(DEAD_LETTERED, SKIPPED);
    Collections.addAll(columns, others);
    return columns;
  }
}

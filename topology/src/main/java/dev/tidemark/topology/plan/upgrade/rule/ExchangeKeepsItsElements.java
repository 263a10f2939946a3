package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.TypeChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Elements on their way are bytes of the old schema without its id: another can't read them, or
 * reads them wrongly.
 */
public final class ExchangeKeepsItsElements implements UpgradeRule {

  @Override
  public String title() {
    return "the type or schema of elements that a join moves";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair exchange :
        PartMatch.of(running.exchanges(), candidate.exchanges()).both()) {
      String where = "exchange " + exchange.name();
      if (exchange.before().differs(exchange.after(), "carries")) {
        changes.add(
            change(where, "changed " + exchange.before().change(exchange.after(), "carries")));
      } else {
        TypeChange.ofState(exchange.before(), exchange.after(), "element")
            .ifPresent(what -> changes.add(change(where, "its elements changed " + what)));
      }
    }
    return changes;
  }

  private static PlanChange change(String where, String what) {
    return new PlanChange(
        NEEDS_REPLAY,
        where,
        what,
        "elements on their way have the old form",
        "keep the type of what enters the join (map behind it), or start a new run with --from");
  }
}

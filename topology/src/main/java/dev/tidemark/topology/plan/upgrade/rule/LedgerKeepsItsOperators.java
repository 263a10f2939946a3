package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ledger counts by operator. What was counted at one that is gone belongs to no path any more,
 * so the ledger of the events before can't balance. Nothing else is kept of such an operator.
 * (Outputs are judged with their topics.)
 */
public final class LedgerKeepsItsOperators implements UpgradeRule {

  private static final Set<String> KINDS = Set.of("filter", "map", "flat_map", "join");

  @Override
  public String title() {
    return "a filter, map or flatMap is renamed or removed";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    PartMatch nodes = PartMatch.of(running.nodes(KINDS), candidate.nodes(KINDS));
    Map<String, String> renamed = nodes.renamed(LedgerKeepsItsOperators::alike);
    List<PlanChange> changes = new ArrayList<>();
    for (PlanPart node : nodes.removed()) {
      String name = renamed.get(node.name());
      changes.add(
          new PlanChange(
              IN_PLACE,
              OperatorsMayChange.where(node),
              name == null ? "is gone" : "renamed from " + node.name() + " to " + name,
              "the ledger counts by operator, and can't balance for what was read before",
              (name == null ? "keep it" : "keep the name " + node.name())
                  + " if the ledger is to balance, or start a new run with --from"));
    }
    return changes;
  }

  static boolean alike(PlanPart before, PlanPart after) {
    return !before.differs(after, "kind") && !before.differs(after, "input");
  }
}

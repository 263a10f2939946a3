package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.TypeChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every exchange before a join is still there, under its name: elements are on their way in it.
 * That of a window goes with its window.
 */
public final class ExchangeIsKept implements UpgradeRule {

  @Override
  public String title() {
    return "a join is renamed or removed";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    PartMatch exchanges = PartMatch.of(running.joinExchanges(), candidate.joinExchanges());
    Map<String, String> renamed = exchanges.renamed(ExchangeIsKept::alike);
    List<PlanChange> changes = new ArrayList<>();
    for (PlanPart exchange : exchanges.removed()) {
      String name = renamed.get(exchange.name());
      changes.add(
          new PlanChange(
              NEEDS_REPLAY,
              "exchange " + exchange.name(),
              name == null ? "is gone" : "renamed from " + exchange.name() + " to " + name,
              "elements on their way and the watermarks of their channels would be left behind",
              (name == null ? "keep the join" : "keep the name " + exchange.name())
                  + ", or start a new run with --from"));
    }
    return changes;
  }

  static boolean alike(PlanPart before, PlanPart after) {
    return TypeChange.ofTopic(before, after, "key").isEmpty()
        && TypeChange.ofState(before, after, "element").isEmpty()
        && !before.differs(after, "partitions_like");
  }
}

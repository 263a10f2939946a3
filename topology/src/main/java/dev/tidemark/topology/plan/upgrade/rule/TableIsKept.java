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
 * Every table is still joined. A table is a copy of its topic, so what would be left behind could
 * be read again; but the group's offsets stay: if the table came back in this run, it would
 * continue from them and miss rows that were deleted in between.
 */
public final class TableIsKept implements UpgradeRule {

  @Override
  public String title() {
    return "a table is removed, or another topic is read instead";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    PartMatch tables = PartMatch.of(running.tables(), candidate.tables());
    Map<String, String> renamed = tables.renamed(TableIsKept::alike);
    List<PlanChange> changes = new ArrayList<>();
    for (PlanPart table : tables.removed()) {
      String other = renamed.get(table.name());
      changes.add(
          new PlanChange(
              NEEDS_REPLAY,
              "table " + table.name(),
              other == null
                  ? "is no longer joined: store " + store(table) + " is removed"
                  : "renamed: topic " + other + " is read instead",
              "its store would be left behind, and be stale if the table came back in this run",
              "keep it, or start a new run with --from"));
    }
    return changes;
  }

  static boolean alike(PlanPart before, PlanPart after) {
    return TypeChange.ofTopic(before, after, "key").isEmpty()
        && TypeChange.ofTopic(before, after, "value").isEmpty();
  }

  private static String store(PlanPart table) {
    return table.json().path("name").asText();
  }
}

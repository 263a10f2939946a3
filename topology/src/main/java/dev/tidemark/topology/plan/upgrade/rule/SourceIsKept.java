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
 * Every topic that is read as a stream still is. Its clock and its share of the ledger are kept
 * under its name, and its partitions are the channels of the windows behind it.
 */
public final class SourceIsKept implements UpgradeRule {

  @Override
  public String title() {
    return "a stream is removed, or another topic is read instead";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    PartMatch sources = PartMatch.of(running.sources(), candidate.sources());
    Map<String, String> renamed = sources.renamed(SourceIsKept::alike);
    List<PlanChange> changes = new ArrayList<>();
    for (PlanPart source : sources.removed()) {
      String other = renamed.get(source.name());
      changes.add(
          new PlanChange(
              NEEDS_REPLAY,
              "stream " + source.name(),
              other == null ? "is no longer read" : "renamed: topic " + other + " is read instead",
              "its watermarks and its ledger would be left behind",
              (other == null ? "keep it" : "keep reading " + source.name())
                  + ", or start a new run with --from"));
    }
    return changes;
  }

  static boolean alike(PlanPart before, PlanPart after) {
    return TypeChange.ofTopic(before, after, "value").isEmpty()
        && !before.differs(after, "event_time");
  }
}

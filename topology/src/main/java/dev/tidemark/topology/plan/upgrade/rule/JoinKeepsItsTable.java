package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A join keeps nothing itself. But where elements are moved to it, those on their way were placed
 * for the old table.
 */
public final class JoinKeepsItsTable implements UpgradeRule {

  private static final Set<String> JOIN = Set.of("join");

  @Override
  public String title() {
    return "a join: its table, or whether elements without a row are kept";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE, NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    PartMatch joins = PartMatch.of(running.nodes(JOIN), candidate.nodes(JOIN));
    for (PartMatch.Pair join : joins.both()) {
      if (join.before().differs(join.after(), "join_kind")) {
        changes.add(
            inPlace(join, "changed " + join.before().change(join.after(), "join_kind") + " join"));
      }
      if (join.before().differs(join.after(), "table")) {
        String what = "its table changed " + join.before().change(join.after(), "table");
        boolean moves = running.joinExchanges().containsKey(join.name());
        changes.add(moves ? replay(join, what) : inPlace(join, what));
      }
    }
    return changes;
  }

  private static PlanChange inPlace(PartMatch.Pair join, String what) {
    return new PlanChange(
        IN_PLACE,
        "join " + join.name(),
        what,
        "it works on what is read from now on; open windows keep what they took in",
        "start a new run with --from if all results are to follow it");
  }

  private static PlanChange replay(PartMatch.Pair join, String what) {
    return new PlanChange(
        NEEDS_REPLAY,
        "join " + join.name(),
        what,
        "elements on their way were placed for the old table",
        "give the join another name in a new run, or keep the table");
  }
}

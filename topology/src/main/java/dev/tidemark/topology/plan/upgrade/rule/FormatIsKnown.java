package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.REFUSED;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.explain.Explanation;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Both plans are of a format that this engine knows. The format is also that of state and
 * exchanges: another one can't be judged. A running plan that states none is of before formats were
 * counted; its state can't be taken over, but a new run needs nothing of it.
 */
public final class FormatIsKnown implements UpgradeRule {

  @Override
  public String title() {
    return "the format of plans";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY, REFUSED);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    if (!candidate.whole().number("format").equals(OptionalLong.of(Explanation.FORMAT))) {
      changes.add(
          new PlanChange(
              REFUSED,
              "plan",
              "the new plan has format " + format(candidate) + ", this engine knows " + known(),
              "a plan that can't be read can't be run",
              "plan the jar with the version of Tidemark that is to run it"));
    }
    if (!running.whole().knows("format")) {
      changes.add(
          new PlanChange(
              NEEDS_REPLAY,
              "plan",
              "the running plan does not say its format",
              "it isn't known how its state was written",
              "start a new run with --from"));
    } else if (!running.whole().number("format").equals(OptionalLong.of(Explanation.FORMAT))) {
      changes.add(
          new PlanChange(
              REFUSED,
              "plan",
              "the running plan has format " + format(running) + ", this engine knows " + known(),
              "another version of Tidemark runs the job, and what it keeps is not known here",
              "bring all nodes to one version first"));
    }
    return changes;
  }

  private static String format(PlanDocument plan) {
    return plan.whole().knows("format") ? plan.json().get("format").toString() : "none";
  }

  private static String known() {
    return Integer.toString(Explanation.FORMAT);
  }
}

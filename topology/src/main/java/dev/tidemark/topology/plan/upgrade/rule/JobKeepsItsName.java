package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.REFUSED;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.List;
import java.util.Set;

/**
 * Both plans are of one job. Group, state and dead letters are named after it, and the plan of
 * another job has nothing to take over.
 */
public final class JobKeepsItsName implements UpgradeRule {

  @Override
  public String title() {
    return "the job's name";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(REFUSED);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    if (!running.whole().differs(candidate.whole(), "job")) {
      return List.of();
    }
    return List.of(
        new PlanChange(
            REFUSED,
            "job " + running.whole().textOf("job"),
            "the new plan is of job " + candidate.whole().textOf("job"),
            "a job's group, state and dead letters are named after it",
            "submit it as a job of its own, or under the name " + running.whole().textOf("job")));
  }
}

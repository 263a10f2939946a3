package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parameters may change. Other rules judge a parameter's effect on the plan; its use in functions
 * can't be seen.
 */
public final class ParametersMayChange implements UpgradeRule {

  @Override
  public String title() {
    return "a parameter";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    Map<String, String> before = running.parameters();
    Map<String, String> after = candidate.parameters();
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      if (!Objects.equals(before.get(name), after.get(name))) {
        changes.add(
            new PlanChange(
                IN_PLACE,
                "parameter " + name,
                "changed from %s to %s"
                    .formatted(before.getOrDefault(name, "none"), after.getOrDefault(name, "none")),
                "what it changes in the plan is listed by itself; functions that use it follow it"
                    + " from now on",
                "nothing needs to be done"));
      }
    }
    return changes;
  }
}

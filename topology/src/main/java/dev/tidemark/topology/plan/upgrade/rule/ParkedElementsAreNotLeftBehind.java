package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Elements that wait for their next attempt are in a store: without it they would be lost. */
public final class ParkedElementsAreNotLeftBehind implements UpgradeRule {

  @Override
  public String title() {
    return "retries are taken away";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    Map<String, PlanPart> stages = candidate.stages();
    Map<String, PlanPart> stores = candidate.stores();
    for (PlanPart store : running.stores().values()) {
      String stage = store.textOf("of");
      if (store.is("content", "parked")
          && !stores.containsKey(store.name())
          && stages.containsKey(stage)) {
        changes.add(
            new PlanChange(
                NEEDS_REPLAY,
                "stage " + stage,
                "retries nothing any more",
                "what waits for its next attempt would be left behind",
                "say retry(0, backoff(...)), which gives what waits its last attempt when it is due,"
                    + " or start a new run with --from"));
      }
    }
    return changes;
  }
}

package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A policy is asked when an element fails, and what waits already is judged by the new one. */
public final class ErrorPolicyMayChange implements UpgradeRule {

  @Override
  public String title() {
    return "an error policy";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    JsonNode jobBefore = running.json().path("on_error");
    JsonNode jobAfter = candidate.json().path("on_error");
    if (!jobBefore.equals(jobAfter)) {
      changes.add(change("job " + candidate.whole().json().path("job").asText()));
    }
    Map<String, PlanPart> before = running.nodes();
    for (PlanPart after : candidate.nodes().values()) {
      PlanPart node = before.get(after.name());
      if (node != null
          && (node.knows("on_error") || after.knows("on_error"))
          && !policy(node, jobBefore).equals(policy(after, jobAfter))) {
        changes.add(change("step " + after.name()));
      }
    }
    return changes;
  }

  private static JsonNode policy(PlanPart node, JsonNode ofJob) {
    return node.knows("on_error") ? node.json().path("on_error") : ofJob;
  }

  private static PlanChange change(String where) {
    return new PlanChange(
        IN_PLACE,
        where,
        "has another policy for errors",
        "it applies to what fails from now on, and to what waits for its next attempt",
        "nothing needs to be done");
  }
}

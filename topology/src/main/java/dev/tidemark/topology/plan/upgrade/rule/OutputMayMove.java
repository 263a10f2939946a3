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
import java.util.Optional;
import java.util.Set;

/**
 * Results are written as they come, and nothing is kept of them. What was written stays where it
 * is; the ledger counts by output, so that of another one can't balance for what was read before.
 */
public final class OutputMayMove implements UpgradeRule {

  @Override
  public String title() {
    return "an output is added, removed, or goes to another topic";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    PartMatch outputs = PartMatch.of(running.outputs(), candidate.outputs());
    Map<String, String> moved =
        outputs.renamed((before, after) -> sameResults(running, candidate, before, after));
    List<PlanChange> changes = new ArrayList<>();
    for (PlanPart output : outputs.removed()) {
      String other = moved.get(output.name());
      changes.add(
          change(
              output.name(),
              other == null
                  ? "gets no results any more"
                  : "results go to topic " + other + " instead",
              "what was written stays in " + output.name()));
    }
    for (PlanPart output : outputs.added()) {
      if (!moved.containsValue(output.name())) {
        changes.add(change(output.name(), "gets results", "it holds only those from now on"));
      }
    }
    return changes;
  }

  private static PlanChange change(String topic, String what, String reason) {
    return new PlanChange(
        IN_PLACE,
        "topic " + topic,
        what,
        reason + "; the ledger of a new output can't balance for what was read before",
        "tell its readers; for all results in one topic start a new run with --from");
  }

  private static boolean sameResults(
      PlanDocument running, PlanDocument candidate, PlanPart before, PlanPart after) {
    return !before.differs(after, "key")
        && before.part("value").textOf("type").equals(after.part("value").textOf("type"))
        && input(running, before).equals(input(candidate, after));
  }

  /** Returns the input of an output. */
  private static Optional<String> input(PlanDocument plan, PlanPart output) {
    return plan.nodes(Set.of("sink")).values().stream()
        .filter(sink -> sink.is("topic", output.name()))
        .findFirst()
        .flatMap(sink -> sink.text("input"));
  }
}

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
import java.util.Set;

/**
 * Operators without state can come, and stand elsewhere: they work on what is read from now on.
 * Open windows keep what they took in before.
 */
public final class OperatorsMayChange implements UpgradeRule {

  private static final Set<String> KINDS =
      Set.of("filter", "map", "flat_map", "join", "partial_window", "sink");
  private static final Set<String> JUDGED_ELSEWHERE = Set.of("partial_window", "sink");

  @Override
  public String title() {
    return "a filter, map, flatMap or output is added or stands elsewhere";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    PartMatch nodes = PartMatch.of(running.nodes(KINDS), candidate.nodes(KINDS));
    Map<String, String> renamed = nodes.renamed(LedgerKeepsItsOperators::alike);
    for (PlanPart node : nodes.added()) {
      if (!JUDGED_ELSEWHERE.contains(node.textOf("kind")) && !renamed.containsValue(node.name())) {
        changes.add(applies(node, "is new"));
      }
    }
    for (PartMatch.Pair node : nodes.both()) {
      if (node.before().differs(node.after(), "kind")) {
        changes.add(applies(node.after(), "changed " + node.before().change(node.after(), "kind")));
      } else if (node.before().differs(node.after(), "input")) {
        changes.add(
            applies(
                node.after(),
                "what it gets changed " + node.before().change(node.after(), "input")));
      }
    }
    return changes;
  }

  private static PlanChange applies(PlanPart node, String what) {
    return new PlanChange(
        IN_PLACE,
        where(node),
        what,
        "it works on what is read from now on; open windows keep what they took in",
        "start a new run with --from if all results are to follow it");
  }

  /** As the job's author names it. */
  static String where(PlanPart node) {
    return switch (node.textOf("kind")) {
      case "partial_window" -> "window " + node.textOf("window");
      case "flat_map" -> "flatMap " + node.name();
      case "sink" -> "topic " + node.textOf("topic");
      default -> node.textOf("kind") + " " + node.name();
    };
  }
}

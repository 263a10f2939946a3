package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

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
 * A window that is new has a stream that is new, too. On a stream that is read already it would
 * begin in the middle of the log: its first results would lack what was read before.
 */
public final class NewWindowIsWhole implements UpgradeRule {

  @Override
  public String title() {
    return "a window is added";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE, NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    PartMatch windows = PartMatch.of(running.windows(), candidate.windows());
    Map<String, String> renamed =
        windows.renamed(
            (before, after) -> WindowKeepsItsName.alike(running, before, candidate, after));
    List<PlanChange> changes = new ArrayList<>();
    for (PlanPart window : windows.added()) {
      if (renamed.containsValue(window.name())) {
        continue;
      }
      List<String> sources = candidate.sourcesOf(window.textOf("stage"));
      boolean whole =
          !sources.isEmpty() && sources.stream().noneMatch(running.sources()::containsKey);
      String stream = sources.isEmpty() ? "(unknown)" : String.join(" and ", sources);
      changes.add(
          whole
              ? new PlanChange(
                  IN_PLACE,
                  "window " + window.name(),
                  "is new, as its stream " + stream + " is",
                  "it sees all that the topic holds",
                  "nothing needs to be done")
              : new PlanChange(
                  NEEDS_REPLAY,
                  "window " + window.name(),
                  "is new on stream " + stream + ", which is read already",
                  "it would begin in the middle of the log, and its first results be incomplete",
                  "put it into a job of its own, or start a new run with --from"));
    }
    return changes;
  }
}

package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.REFUSED;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A topic that both plans use is used for the same.
 *
 * <ul>
 *   <li>Written for another purpose, or written where it was read: readers can't distinguish its
 *       records, and a new run writes to the same topic.
 *   <li>Read as a table instead of a stream, or the other way round: the group's offsets are the
 *       old reader's, so the new one would lack all before.
 *   <li>Read where it was written: it is read from its beginning, as any new topic.
 * </ul>
 */
public final class TopicKeepsItsPurpose implements UpgradeRule {

  @Override
  public String title() {
    return "what a topic is for";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE, NEEDS_REPLAY, REFUSED);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair topic : PartMatch.of(running.topics(), candidate.topics()).both()) {
      if (topic.before().differs(topic.after(), "role")) {
        changes.add(change(topic));
      }
    }
    return changes;
  }

  private static PlanChange change(PartMatch.Pair topic) {
    String where = "topic " + topic.name();
    boolean wasRead = PlanDocument.READ.contains(topic.before().textOf("role"));
    boolean isRead = PlanDocument.READ.contains(topic.after().textOf("role"));
    String what =
        "was for %s, is for %s now".formatted(words(topic.before()), words(topic.after()));
    if (!isRead) {
      return new PlanChange(
          REFUSED,
          where,
          what,
          "it holds records of another kind, and who reads it can't tell them apart",
          "write to a topic of its own");
    }
    if (wasRead) {
      return new PlanChange(
          NEEDS_REPLAY,
          where,
          what,
          "the group's offsets stand where the old reader was; the new one would lack all before",
          "start a new run with --from");
    }
    return new PlanChange(
        IN_PLACE, where, what, "it is read from its beginning", "nothing needs to be done");
  }

  private static String words(PlanPart topic) {
    return topic.textOf("role").replace('_', ' ');
  }
}

package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An exchange keeps its number of partitions: what is in it and the state of its reader are spread
 * by it. Where it follows another topic now, only the number counts.
 */
public final class ExchangeKeepsItsPartitions implements UpgradeRule {

  @Override
  public String title() {
    return "how many partitions an exchange has";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE, NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair exchange :
        PartMatch.of(running.exchanges(), candidate.exchanges()).both()) {
      String old = exchange.before().textOf("partitions_like");
      String now = exchange.after().textOf("partitions_like");
      if (old.isEmpty() || now.isEmpty()) {
        continue;
      }
      OptionalInt before = running.partitionsOf(old);
      OptionalInt after = candidate.partitionsOf(now);
      if (before.isPresent() && after.isPresent() && before.getAsInt() != after.getAsInt()) {
        changes.add(
            replay(
                exchange.name(),
                "gets %d partitions as topic %s, where it had %d"
                    .formatted(after.getAsInt(), now, before.getAsInt())));
      } else if (!old.equals(now)) {
        changes.add(follows(exchange, before.isPresent() && after.isPresent()));
      }
    }
    return changes;
  }

  private static PlanChange follows(PartMatch.Pair exchange, boolean known) {
    String what =
        "has as many partitions as another topic, "
            + exchange.before().change(exchange.after(), "partitions_like");
    return known
        ? new PlanChange(
            IN_PLACE,
            "exchange " + exchange.name(),
            what,
            "both have the same number",
            "nothing needs to be done")
        : replay(exchange.name(), what + ", and it isn't known whether these have the same number");
  }

  private static PlanChange replay(String exchange, String what) {
    return new PlanChange(
        NEEDS_REPLAY,
        "exchange " + exchange,
        what,
        "elements on their way and state are spread over the partitions that it has",
        "give the topic as many partitions as before, or start a new run with --from");
  }
}

package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The channels of an exchange are the partitions that its writer reads, and each has a watermark
 * and a position in the reader's state. Another writer would use the same channels with positions
 * in another topic: its messages would be taken for old ones and ignored.
 */
public final class ExchangeKeepsItsWriter implements UpgradeRule {

  @Override
  public String title() {
    return "what feeds a window or a join";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair exchange :
        PartMatch.of(running.exchanges(), candidate.exchanges()).both()) {
      if (exchange.before().differs(exchange.after(), "from")) {
        changes.add(
            new PlanChange(
                NEEDS_REPLAY,
                "exchange " + exchange.name(),
                "its writer changed " + exchange.before().change(exchange.after(), "from"),
                "its channels have watermarks and positions of what the old writer read",
                "keep the joins and windows before it, or start a new run with --from"));
      }
    }
    return changes;
  }
}

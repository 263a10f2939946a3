package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every store with a changelog is still there and holds the same. Those of streams, tables, windows
 * and joins, and where elements wait, are judged with them; this is for all others, such as those
 * of a newer version.
 */
public final class NoStoreIsLeftBehind implements UpgradeRule {

  private static final Set<String> KNOWN = Set.of("progress", "panes", "closed", "parked", "table");

  @Override
  public String title() {
    return "a store of any other kind";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    PartMatch stores = PartMatch.of(running.stores(), candidate.stores());
    for (PartMatch.Pair store : stores.both()) {
      if (store.before().differs(store.after(), "content")) {
        changes.add(
            change(store.name(), "changed " + store.before().change(store.after(), "content")));
      }
    }
    Set<String> owned = owned(running);
    for (PlanPart store : stores.removed()) {
      if (!owned.contains(store.name())) {
        changes.add(change(store.name(), "is removed"));
      }
    }
    return changes;
  }

  /** The stores that go with a part that has rules of its own. */
  private static Set<String> owned(PlanDocument plan) {
    Set<String> parts = new HashSet<>(plan.tables().keySet());
    plan.sources().values().forEach(source -> parts.add(source.textOf("stage")));
    plan.exchanges().values().forEach(exchange -> parts.add(exchange.textOf("to")));
    Set<String> owned = new HashSet<>();
    for (PlanPart store : plan.stores().values()) {
      boolean known = KNOWN.contains(store.textOf("content"));
      if (known && (!store.is("content", "progress") || parts.contains(store.textOf("of")))) {
        owned.add(store.name());
      }
    }
    return owned;
  }

  private static PlanChange change(String store, String what) {
    return new PlanChange(
        NEEDS_REPLAY,
        "store " + store,
        what,
        "its state would be left behind",
        "keep it, or start a new run with --from");
  }
}

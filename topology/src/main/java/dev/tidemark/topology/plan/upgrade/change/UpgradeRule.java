package dev.tidemark.topology.plan.upgrade.change;

import dev.tidemark.topology.plan.document.PlanDocument;
import java.util.List;
import java.util.Set;

/**
 * One thing that may differ between two plans, and what it means: a class of its own, named as what
 * must or may be. What a document does not say is not judged here; {@code PlanIsWhole} reports it.
 */
public interface UpgradeRule {

  /** What differs, as docs/upgrade.md lists it. */
  String title();

  /** The verdicts that it may have. */
  Set<PlanChange.Verdict> verdicts();

  /** Every difference. */
  List<PlanChange> changes(PlanDocument running, PlanDocument candidate);
}

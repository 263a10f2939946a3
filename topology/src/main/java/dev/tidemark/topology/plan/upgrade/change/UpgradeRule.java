package dev.tidemark.topology.plan.upgrade.change;

import dev.tidemark.topology.plan.document.PlanDocument;
import java.util.List;
import java.util.Set;

/**
 * A rule about one difference between two plans and its verdict, named after what must or may hold.
 * Fields that a document does not have are not judged here; {@code PlanIsWhole} reports them.
 */
public interface UpgradeRule {

  /** Returns the name of the difference, as docs/upgrade.md lists it. */
  String title();

  /** The verdicts that it may have. */
  Set<PlanChange.Verdict> verdicts();

  /** Every difference. */
  List<PlanChange> changes(PlanDocument running, PlanDocument candidate);
}

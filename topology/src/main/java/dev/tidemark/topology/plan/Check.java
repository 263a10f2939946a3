package dev.tidemark.topology.plan;

import java.util.List;

/** One invariant that every plan must hold: a class of its own, named as the invariant reads. */
interface Check {

  /** Every violation; empty if the invariant holds. */
  List<Problem> problems(LogicalPlan plan);
}

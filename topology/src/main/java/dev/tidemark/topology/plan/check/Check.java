package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.util.List;

/** One invariant that every plan must hold: a class of its own, named as the invariant reads. */
interface Check {

  /** Every violation; empty if the invariant holds. */
  List<Problem> problems(LogicalPlan plan);
}

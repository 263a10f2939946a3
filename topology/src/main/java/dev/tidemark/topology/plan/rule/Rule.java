package dev.tidemark.topology.plan.rule;

import dev.tidemark.topology.plan.LogicalPlan;

/**
 * One rewrite of a plan: a class of its own, named by what it does, documented as before → after.
 */
public interface Rule {

  /**
   * The plan after the rewrite; the same plan where there is nothing to do. Changes nothing in
   * place.
   */
  LogicalPlan apply(LogicalPlan plan);
}

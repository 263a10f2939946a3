/**
 * From the logical to the physical plan: one class for each rule.
 *
 * <p>Start reading at {@link dev.tidemark.topology.plan.rule.Planner}.
 */
@NullMarked
package dev.tidemark.topology.plan.rule;

import org.jspecify.annotations.NullMarked;

/**
 * The checks of a logical plan, one class each, named as the invariant that it checks.
 *
 * <p>Start reading at {@link dev.tidemark.topology.plan.check.Checks}.
 */
@NullMarked
package dev.tidemark.topology.plan.check;

import org.jspecify.annotations.NullMarked;

/**
 * The JSON of a plan, read back: also one that an earlier version wrote.
 *
 * <p>Start reading at {@link dev.tidemark.topology.plan.document.PlanDocument}.
 */
@NullMarked
package dev.tidemark.topology.plan.document;

import org.jspecify.annotations.NullMarked;

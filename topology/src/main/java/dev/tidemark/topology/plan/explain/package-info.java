/**
 * The explanation of a physical plan as text and as JSON.
 *
 * <p>Start reading at {@link dev.tidemark.topology.plan.explain.Explanation}.
 */
@NullMarked
package dev.tidemark.topology.plan.explain;

import org.jspecify.annotations.NullMarked;

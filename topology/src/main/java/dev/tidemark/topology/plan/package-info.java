/**
 * The values that plans consist of: nodes, exchanges, stages, and the logical and physical plan.
 * Everything here is immutable; no Kafka class is used.
 *
 * <p>Start reading at {@link dev.tidemark.topology.plan.Node}.
 */
@NullMarked
package dev.tidemark.topology.plan;

import org.jspecify.annotations.NullMarked;

/**
 * From what the job says to what runs: logical plan → rules → checks → physical plan → explanation.
 * Everything here is an immutable value; no Kafka class is used.
 *
 * <p>Start reading at {@link dev.tidemark.topology.plan.Node}.
 */
@NullMarked
package dev.tidemark.topology.plan;

import org.jspecify.annotations.NullMarked;

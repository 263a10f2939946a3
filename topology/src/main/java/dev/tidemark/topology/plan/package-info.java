/**
 * From what the job says to what runs: logical plan → checks → rules → stages → explanation.
 * Everything here is an immutable value; no Kafka class is used.
 *
 * <p>Start reading at {@link dev.tidemark.topology.plan.Planner}, and at {@link
 * dev.tidemark.topology.plan.Node} for what plans are made of.
 */
@NullMarked
package dev.tidemark.topology.plan;

import org.jspecify.annotations.NullMarked;

/**
 * Accumulators: combined and encoded, with exact sums.
 *
 * <p>Start reading at {@link dev.tidemark.topology.eventtime.aggregate.Aggregates}.
 */
@NullMarked
package dev.tidemark.topology.eventtime.aggregate;

import org.jspecify.annotations.NullMarked;

/**
 * The types that an author of an aggregation or of a result function uses: the aggregation itself,
 * the codec of its accumulator, and the windows of results. Uses the JDK alone.
 *
 * <p>Start reading at {@link dev.tidemark.topology.aggregation.Aggregation}.
 */
@NullMarked
package dev.tidemark.topology.aggregation;

import org.jspecify.annotations.NullMarked;

/**
 * The operators of elements: filter, map, flat map, join, send and sink.
 *
 * <p>Start reading at {@link dev.tidemark.topology.stage.operator.FilterOperator}.
 */
@NullMarked
package dev.tidemark.topology.stage.operator;

import org.jspecify.annotations.NullMarked;

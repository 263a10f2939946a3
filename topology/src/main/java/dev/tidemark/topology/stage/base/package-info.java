/**
 * The surroundings of a stage: context, output, limits, codecs, counters, failures and the layout
 * of its progress store.
 *
 * <p>Start reading at {@link dev.tidemark.topology.stage.base.StageContext}.
 */
@NullMarked
package dev.tidemark.topology.stage.base;

import org.jspecify.annotations.NullMarked;

/**
 * The start of a replay: points, offsets, warnings and the scope that results from them.
 *
 * <p>Start reading at {@link dev.tidemark.runtime.replay.ReplayStarts}.
 */
@NullMarked
package dev.tidemark.runtime.replay;

import org.jspecify.annotations.NullMarked;

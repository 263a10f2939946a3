/**
 * The checks of a job against its cluster and registry before it starts.
 *
 * <p>Start reading at {@link dev.tidemark.runtime.preflight.JobCheck}.
 */
@NullMarked
package dev.tidemark.runtime.preflight;

import org.jspecify.annotations.NullMarked;

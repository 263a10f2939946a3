/**
 * The life of a run in this process, from the check of its plan to its end.
 *
 * <p>Start reading at {@link dev.tidemark.runtime.run.JobRunner}.
 */
@NullMarked
package dev.tidemark.runtime.run;

import org.jspecify.annotations.NullMarked;

/**
 * The progress of a run, as its progress stores hold it: ledger, positions, and the scope of a run
 * that begins or ends within the log.
 *
 * <p>Start reading at {@link dev.tidemark.topology.progress.JobProgress}.
 */
@NullMarked
package dev.tidemark.topology.progress;

import org.jspecify.annotations.NullMarked;

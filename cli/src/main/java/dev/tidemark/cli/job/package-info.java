/**
 * The commands for jobs on nodes.
 *
 * <p>Start reading at {@link dev.tidemark.cli.job.SubmitCommand}.
 */
@NullMarked
package dev.tidemark.cli.job;

import org.jspecify.annotations.NullMarked;

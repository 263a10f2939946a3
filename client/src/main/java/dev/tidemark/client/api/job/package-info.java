/**
 * The JSON of jobs: specification, state, workers, plans and upgrades.
 *
 * <p>Start reading at {@link dev.tidemark.client.api.job.JobSpec}.
 */
@NullMarked
package dev.tidemark.client.api.job;

import org.jspecify.annotations.NullMarked;

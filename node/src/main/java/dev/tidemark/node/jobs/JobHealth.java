package dev.tidemark.node.jobs;

import dev.tidemark.client.api.job.JobState;
import org.jspecify.annotations.Nullable;

/**
 * The state of a job.
 *
 * @param reason one line for people where the state needs one
 */
public record JobHealth(JobState state, @Nullable String reason) {}

package dev.tidemark.node.jobs;

import dev.tidemark.node.api.JobState;
import org.jspecify.annotations.Nullable;

/**
 * Where a job stands.
 *
 * @param reason one line for people where the state needs one
 */
public record JobStanding(JobState state, @Nullable String reason) {}

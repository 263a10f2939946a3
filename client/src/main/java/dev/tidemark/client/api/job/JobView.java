package dev.tidemark.client.api.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job and its status.
 *
 * @param reason one line for people where the state needs one, e.g. what it waits for or why it
 *     failed
 * @param workers on all live nodes
 */
public record JobView(
    JobSpec spec,
    String applicationId,
    JobState state,
    @Nullable String reason,
    List<WorkerView> workers) {}

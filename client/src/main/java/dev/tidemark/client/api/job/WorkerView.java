package dev.tidemark.client.api.job;

import dev.tidemark.client.api.ErrorView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One job's JVM on one node, as its node sees it.
 *
 * @param version which version of the job's spec it runs
 * @param pid 0 while there is no process
 * @param since when it came into this state
 * @param starts how often its process was started since the node is up
 * @param nextStartAt when it is started again, while it is backing off
 * @param error why it ended last
 * @param report the last that it said of itself
 */
public record WorkerView(
    String job,
    String node,
    int run,
    long version,
    WorkerState state,
    long pid,
    Instant since,
    int starts,
    @Nullable Instant nextStartAt,
    @Nullable ErrorView error,
    @Nullable WorkerReport report) {}

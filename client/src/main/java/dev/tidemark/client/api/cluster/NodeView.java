package dev.tidemark.client.api.cluster;

import dev.tidemark.client.api.job.WorkerView;
import java.time.Instant;
import java.util.List;

/**
 * A node, as it reports itself every two seconds.
 *
 * @param id {@code [a-z0-9-]{1,64}}
 * @param url where other nodes and clients reach it
 * @param at its newest sign of life, by its own clock
 * @param leaving whether it is stopping
 * @param workers its workers; empty where only nodes are asked for
 */
public record NodeView(
    String id,
    String url,
    String version,
    Instant startedAt,
    Instant at,
    boolean leaving,
    List<WorkerView> workers) {
  public NodeView {
    workers = List.copyOf(workers);
  }
}

package dev.tidemark.client.api.cluster;

import java.util.List;

/**
 * Whether a node is ready.
 *
 * @param reasons why not, one line each; empty if it is
 */
public record HealthView(boolean ready, List<String> reasons) {}

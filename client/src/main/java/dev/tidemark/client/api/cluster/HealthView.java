package dev.tidemark.client.api.cluster;

import java.util.List;

/**
 * The readiness of a node.
 *
 * @param reasons why not, one line each; empty if it is
 */
public record HealthView(boolean ready, List<String> reasons) {}

package dev.tidemark.client.api.cluster;

import java.util.List;

/**
 * The response of {@code GET /api/v1}.
 *
 * @param cluster the prefix of the cluster's topics
 * @param node the node that answers
 * @param nodes all live nodes
 */
public record ClusterView(
    String version, String cluster, String kafkaClusterId, String node, List<NodeView> nodes) {}

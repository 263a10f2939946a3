package dev.tidemark.node.service;

import dev.tidemark.node.cluster.ClusterMemory;
import dev.tidemark.node.cluster.KafkaClients;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.jobs.Planning;
import dev.tidemark.node.jobs.Workers;

/**
 * The collaborators of a {@link ClusterService}.
 *
 * @param config of the node, with its id
 * @param version of the software
 */
public record ServiceParts(
    NodeConfig config,
    String version,
    ClusterMemory memory,
    KafkaClients clients,
    Workers workers,
    Planning planning,
    Peers peers) {}

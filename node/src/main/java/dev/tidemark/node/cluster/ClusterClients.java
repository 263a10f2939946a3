package dev.tidemark.node.cluster;

/**
 * What a part of the cluster's memory needs to reach Kafka.
 *
 * @param node the id of this node
 */
record ClusterClients(KafkaClients kafka, TopicNames names, String node) {}

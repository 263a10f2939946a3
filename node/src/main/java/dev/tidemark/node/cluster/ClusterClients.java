package dev.tidemark.node.cluster;

/**
 * The clients and names with which a part of the cluster's memory reaches Kafka.
 *
 * @param node the id of this node
 */
record ClusterClients(KafkaClients kafka, TopicNames names, String node) {}

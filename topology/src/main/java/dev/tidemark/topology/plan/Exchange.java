package dev.tidemark.topology.plan;

/**
 * A shuffle between two stages; in Kafka, a repartition topic.
 *
 * @param name stable, unique in the plan; the repartition topic is {@code <application
 *     id>-<name>-repartition}
 * @param partitionsLike the topic that has as many partitions as the exchange gets: the table's
 *     topic for a join; for a window the output topic, so that each output partition has one
 *     writer, or else the source's topic
 */
public record Exchange(String name, String partitionsLike) {}

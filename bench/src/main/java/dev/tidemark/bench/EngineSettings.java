package dev.tidemark.bench;

import java.util.Map;

/**
 * The settings of an engine, the same for each but for its names.
 *
 * @param engine {@code tidemark} or {@code kafka-streams}
 * @param bootstrapServers the broker
 * @param registryUrl the schema registry
 * @param applicationId names the consumer group and the internal topics; one for each run
 * @param ordersTopic where orders come from
 * @param outputTopic where results go; one for each run
 * @param stateDir an empty folder of its own
 * @param threads stream threads
 * @param commitIntervalMs how often results are committed
 * @param parameters more of the job, for Tidemark alone
 */
record EngineSettings(
    String engine,
    String bootstrapServers,
    String registryUrl,
    String applicationId,
    String ordersTopic,
    String outputTopic,
    String stateDir,
    int threads,
    long commitIntervalMs,
    Map<String, String> parameters) {}

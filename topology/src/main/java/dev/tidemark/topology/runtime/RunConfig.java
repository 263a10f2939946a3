package dev.tidemark.topology.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where and how a job runs.
 *
 * @param applicationId names the consumer group, the internal topics and the transactions of the
 *     run
 * @param bootstrapServers {@code host:port,…} of the Kafka cluster
 * @param schemaRegistry the settings of the registry client, with Confluent's keys, {@code
 *     schema.registry.url} first
 * @param kafka further properties of the Kafka clients (security, timeouts), as in a
 *     client.properties file
 * @param stateDir the local folder for state; the same for each restart of a worker, never shared
 *     by two at a time
 * @param threads stream threads, 1 or more
 * @param commitInterval how often results are committed; bounds both latency and what a crash
 *     repeats internally
 * @param scope how the run differs from the plain one
 * @param version of the job, as whoever runs it counts; stands in dead letters; empty: nobody
 *     counts
 * @param registration whether the schemas of what the job writes may be registered
 */
public record RunConfig(
    String applicationId,
    String bootstrapServers,
    Map<String, String> schemaRegistry,
    Map<String, String> kafka,
    Path stateDir,
    int threads,
    Duration commitInterval,
    ReplayScope scope,
    String version,
    Registration registration) {
  /** The commit interval unless stated otherwise. */
  public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(200);

  public RunConfig {
    schemaRegistry = Map.copyOf(schemaRegistry);
    kafka = Map.copyOf(kafka);
  }

  /** A plain run, which registers nothing. */
  public RunConfig(
      String applicationId,
      String bootstrapServers,
      Map<String, String> schemaRegistry,
      Map<String, String> kafka,
      Path stateDir,
      int threads,
      Duration commitInterval) {
    this(
        applicationId,
        bootstrapServers,
        schemaRegistry,
        kafka,
        stateDir,
        threads,
        commitInterval,
        ReplayScope.NONE,
        "",
        Registration.NEVER);
  }

  /** The same run in another scope. */
  public RunConfig withScope(ReplayScope other) {
    return new RunConfig(
        applicationId,
        bootstrapServers,
        schemaRegistry,
        kafka,
        stateDir,
        threads,
        commitInterval,
        other,
        version,
        registration);
  }

  /** The same run of a version of the job. */
  public RunConfig withVersion(String other) {
    return new RunConfig(
        applicationId,
        bootstrapServers,
        schemaRegistry,
        kafka,
        stateDir,
        threads,
        commitInterval,
        scope,
        other,
        registration);
  }

  /** The same run that may register schemas, or may not. */
  public RunConfig withRegistration(Registration other) {
    return new RunConfig(
        applicationId,
        bootstrapServers,
        schemaRegistry,
        kafka,
        stateDir,
        threads,
        commitInterval,
        scope,
        version,
        other);
  }
}

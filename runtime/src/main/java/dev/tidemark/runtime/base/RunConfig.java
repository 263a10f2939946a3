package dev.tidemark.runtime.base;

import dev.tidemark.topology.progress.ReplayScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The configuration of a run of a job.
 *
 * @param applicationId names the consumer group, the internal topics and the transactions of the
 *     run
 * @param connections where Kafka and the schema registry are
 * @param stateDir the local folder for state; the same for each restart of a worker, never shared
 *     by two at a time
 * @param threads stream threads, 1 or more
 * @param commitInterval the interval at which results are committed; bounds both latency and what a
 *     crash repeats internally
 * @param scope how the run differs from the plain one
 * @param version of the job, as the node that runs it counts; written to dead letters; empty:
 *     versions are not counted
 * @param registration whether the schemas of what the job writes may be registered
 */
public record RunConfig(
    String applicationId,
    ConnectionConfig connections,
    Path stateDir,
    int threads,
    Duration commitInterval,
    ReplayScope scope,
    String version,
    Registration registration) {
  /** The commit interval unless stated otherwise. */
  public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(200);

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
        new ConnectionConfig(bootstrapServers, kafka, schemaRegistry),
        stateDir,
        threads,
        commitInterval,
        ReplayScope.NONE,
        "",
        Registration.NEVER);
  }

  /** Returns the addresses of the Kafka cluster. */
  public String bootstrapServers() {
    return connections.bootstrapServers();
  }

  /** Returns further properties of the Kafka clients. */
  public Map<String, String> kafka() {
    return connections.kafka();
  }

  /** Returns the settings of the registry client. */
  public Map<String, String> schemaRegistry() {
    return connections.schemaRegistry();
  }

  /** The same run in another scope. */
  public RunConfig withScope(ReplayScope other) {
    return with(other, version, registration);
  }

  /** The same run of a version of the job. */
  public RunConfig withVersion(String other) {
    return with(scope, other, registration);
  }

  /** The same run that may register schemas, or may not. */
  public RunConfig withRegistration(Registration other) {
    return with(scope, version, other);
  }

  private RunConfig with(ReplayScope newScope, String newVersion, Registration newRegistration) {
    return new RunConfig(
        applicationId,
        connections,
        stateDir,
        threads,
        commitInterval,
        newScope,
        newVersion,
        newRegistration);
  }
}

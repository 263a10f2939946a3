package dev.tidemark.node.worker;

import dev.tidemark.topology.runtime.Registration;
import dev.tidemark.topology.runtime.ReplayScope;
import java.util.Map;

/**
 * The first line that a worker reads: all that it needs to run. It goes through a pipe, since it
 * holds secrets, and is never printed.
 *
 * @param node the node that the worker belongs to
 * @param job the name of the job in the cluster; the plan is made under it
 * @param applicationId of the run
 * @param version of the job; stands in dead letters
 * @param jar the file
 * @param jobClass its full name
 * @param parameters values of the job's parameters
 * @param bootstrapServers of Kafka
 * @param kafka further properties of the Kafka clients
 * @param schemaRegistry settings of the registry client
 * @param stateDir the folder for state, of this run alone
 * @param lockFile what a worker of this job holds locked as long as it lives
 * @param threads stream threads
 * @param commitIntervalMs how often results are committed
 * @param paused whether to begin paused
 * @param scope how the run differs from the plain one
 * @param registration whether it may register the schemas of what it writes
 */
public record LaunchOrder(
    String node,
    String job,
    String applicationId,
    long version,
    String jar,
    String jobClass,
    Map<String, String> parameters,
    String bootstrapServers,
    Map<String, String> kafka,
    Map<String, String> schemaRegistry,
    String stateDir,
    String lockFile,
    int threads,
    long commitIntervalMs,
    boolean paused,
    ReplayScope scope,
    Registration registration) {
  public LaunchOrder {
    parameters = Map.copyOf(parameters);
    kafka = Map.copyOf(kafka);
    schemaRegistry = Map.copyOf(schemaRegistry);
  }

  /** What may be seen by anyone. */
  @Override
  public String toString() {
    return "LaunchOrder[job=%s, applicationId=%s, class=%s]"
        .formatted(job, applicationId, jobClass);
  }
}

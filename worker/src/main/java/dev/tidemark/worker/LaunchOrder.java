package dev.tidemark.worker;

import dev.tidemark.runtime.base.RunConfig;
import java.util.Map;

/**
 * The first line that a worker reads, with all that it needs to run. It goes through a pipe, since
 * it holds secrets, and is never printed.
 *
 * @param node the node that the worker belongs to
 * @param job the name of the job in the cluster; the plan is made under it
 * @param jar the file
 * @param jobClass its full name
 * @param parameters values of the job's parameters
 * @param lockFile the file that the worker holds locked as long as it lives
 * @param paused whether to begin paused
 * @param run the configuration of the run
 */
public record LaunchOrder(
    String node,
    String job,
    String jar,
    String jobClass,
    Map<String, String> parameters,
    String lockFile,
    boolean paused,
    RunConfig run) {
  public LaunchOrder {
    parameters = Map.copyOf(parameters);
  }

  /** Returns only the fields that are not secret. */
  @Override
  public String toString() {
    return "LaunchOrder[job=%s, applicationId=%s, class=%s]"
        .formatted(job, run.applicationId(), jobClass);
  }
}

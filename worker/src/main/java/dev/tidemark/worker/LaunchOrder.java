package dev.tidemark.worker;

import dev.tidemark.runtime.base.RunConfig;
import java.util.Map;

/**
 * The first line that a worker reads: all that it needs to run. It goes through a pipe, since it
 * holds secrets, and is never printed.
 *
 * @param node the node that the worker belongs to
 * @param job the name of the job in the cluster; the plan is made under it
 * @param jar the file
 * @param jobClass its full name
 * @param parameters values of the job's parameters
 * @param lockFile what a worker of this job holds locked as long as it lives
 * @param paused whether to begin paused
 * @param run where and how it runs
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

  /** What may be seen by anyone. */
  @Override
  public String toString() {
    return "LaunchOrder[job=%s, applicationId=%s, class=%s]"
        .formatted(job, run.applicationId(), jobClass);
  }
}

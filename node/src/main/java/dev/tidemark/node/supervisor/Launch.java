package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.RunScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a job's spec that is fixed for a process. If it changes, the worker is replaced;
 * changes of the rest are sent to the running worker.
 */
record Launch(
    int run,
    String jar,
    String jobClass,
    Map<String, String> parameters,
    int threads,
    int memoryMb,
    long commitIntervalMs,
    Map<String, String> kafka,
    int restarts,
    @Nullable RunScope scope) {

  static Launch of(JobSpec spec) {
    return new Launch(
        spec.run(),
        spec.jar(),
        spec.jobClass(),
        spec.parameters(),
        spec.settings().threads(),
        spec.settings().memoryMb(),
        spec.settings().commitIntervalMs(),
        spec.settings().kafka(),
        spec.restarts(),
        spec.scope());
  }
}

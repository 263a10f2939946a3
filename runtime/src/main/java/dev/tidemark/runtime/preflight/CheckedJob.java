package dev.tidemark.runtime.preflight;

import dev.tidemark.runtime.base.JobException;
import java.util.List;
import java.util.Map;

/**
 * The result of checking a job against the cluster.
 *
 * @param partitions the number of partitions of each topic of the plan, where it exists
 * @param problems what keeps the job from running; empty if nothing does
 * @param warnings what lets it run, but should be known
 * @param schemas how its schemas fit what is registered; what does not is also in the two before
 */
public record CheckedJob(
    Map<String, Integer> partitions,
    List<JobException> problems,
    List<JobException> warnings,
    SchemaReport schemas) {
  public CheckedJob {
    partitions = Map.copyOf(partitions);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}

package dev.tidemark.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * A job as the cluster has decided it: the value of its record in the jobs topic, and what nodes
 * reconcile towards.
 *
 * @param name {@code [a-z0-9-]{1,64}}
 * @param version grows by one with every change; the ETag
 * @param run the number of the run, 1 for the first; a run has its own offsets and state
 * @param jar the SHA-256 of the jar
 * @param jobClass the full name of the job's class
 * @param parameters as submitted
 * @param settings in force
 * @param desiredState in force
 * @param restarts how often a restart was asked for; a change replaces all workers
 * @param plan the plan as JSON, as {@code tidemark plan -o json} prints it
 * @param partitions how many partitions each topic of the plan had when the run began
 * @param submittedBy who submitted the jar
 * @param submittedAt when
 * @param changedBy who made the newest change
 * @param changedAt when
 */
public record JobSpec(
    String name,
    long version,
    int run,
    String jar,
    @JsonProperty("class") String jobClass,
    Map<String, String> parameters,
    JobSettings settings,
    DesiredState desiredState,
    int restarts,
    JsonNode plan,
    Map<String, Integer> partitions,
    String submittedBy,
    Instant submittedAt,
    String changedBy,
    Instant changedAt) {

  /**
   * Names the consumer group, internal topics and transactions of the run: {@code NAME.rRUN}. A
   * name holds no dot, so {@code NAME.} is a prefix of this job's resources and of no other's.
   */
  public String applicationId() {
    return name + ".r" + run;
  }
}

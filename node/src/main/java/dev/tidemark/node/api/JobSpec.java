package dev.tidemark.node.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as the cluster has decided it: the value of its record in the jobs topic, and what nodes
 * reconcile towards.
 *
 * @param name {@code [a-z0-9-]{1,64}}; of a shadow replay {@link ReplaySpec#nameOf}
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
 * @param scope how the run differs from the plain one; null: not at all
 * @param replay what makes the run a replay; null if it is none
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
    Instant changedAt,
    @Nullable RunScope scope,
    @Nullable ReplaySpec replay) {

  /** A job whose run is plain. */
  public JobSpec(
      String name,
      long version,
      int run,
      String jar,
      String jobClass,
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
    this(
        name,
        version,
        run,
        jar,
        jobClass,
        parameters,
        settings,
        desiredState,
        restarts,
        plan,
        partitions,
        submittedBy,
        submittedAt,
        changedBy,
        changedAt,
        null,
        null);
  }

  /** The next version, in another scope and as another replay, or as none. */
  public JobSpec next(
      @Nullable RunScope other, @Nullable ReplaySpec otherReplay, String by, Instant at) {
    return new JobSpec(
        name,
        version + 1,
        run,
        jar,
        jobClass,
        parameters,
        settings,
        desiredState,
        restarts,
        plan,
        partitions,
        submittedBy,
        submittedAt,
        by,
        at,
        other,
        otherReplay);
  }

  /** The job that it is, or that it replays. */
  public String job() {
    return ReplaySpec.jobOf(name);
  }

  /** Whether it is a replay beside the job. */
  @JsonIgnore
  public boolean isShadow() {
    return ReplaySpec.isName(name);
  }

  /**
   * Names the consumer group, internal topics and transactions of the run: {@code JOB.rRUN}. A name
   * holds no dot, so {@code NAME.} is a prefix of this job's resources and of no other's.
   */
  public String applicationId() {
    return job() + ".r" + run;
  }
}

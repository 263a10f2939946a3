package dev.tidemark.client.api.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as the cluster has decided it: the value of its record in the jobs topic, and what nodes
 * reconcile towards. Its JSON is flat: the groups leave no trace in it.
 *
 * @param name {@code [a-z0-9-]{1,64}}; of a shadow replay {@link ReplaySpec#nameOf}
 * @param version grows by one with every change; the ETag
 * @param run the number of the run, 1 for the first; a run has its own offsets and state
 * @param code what runs
 * @param target how it is to run
 * @param planned the plan of the code
 * @param submitted who submitted the jar, and when
 * @param changed who made the newest change, and when
 * @param scope how the run differs from the plain one; null: not at all
 * @param replay what makes the run a replay; null for a run that is not a replay
 */
public record JobSpec(
    String name,
    long version,
    int run,
    @JsonUnwrapped Code code,
    @JsonUnwrapped Target target,
    @JsonUnwrapped Planned planned,
    @JsonUnwrapped(prefix = "submitted_") Author submitted,
    @JsonUnwrapped(prefix = "changed_") Author changed,
    @Nullable RunScope scope,
    @Nullable ReplaySpec replay) {

  /**
   * The code of a job.
   *
   * @param jar the SHA-256 of the jar
   * @param jobClass the full name of the job's class
   * @param parameters as submitted
   */
  public record Code(
      String jar, @JsonProperty("class") String jobClass, Map<String, String> parameters) {}

  /**
   * The state that nodes reconcile towards.
   *
   * @param settings in force
   * @param desiredState in force
   * @param restarts how often a restart was asked for; a change replaces all workers
   */
  public record Target(JobSettings settings, DesiredState desiredState, int restarts) {}

  /**
   * The plan of a job.
   *
   * @param plan the plan as JSON, as {@code tidemark plan -o json} prints it
   * @param partitions how many partitions each topic of the plan had when the run began
   */
  public record Planned(JsonNode plan, Map<String, Integer> partitions) {}

  /** Returns the SHA-256 of the jar. */
  public String jar() {
    return code.jar();
  }

  /** Returns the full name of the job's class. */
  public String jobClass() {
    return code.jobClass();
  }

  /** Returns the parameters as submitted. */
  public Map<String, String> parameters() {
    return code.parameters();
  }

  /** Returns the settings in force. */
  public JobSettings settings() {
    return target.settings();
  }

  /** Returns the desired state in force. */
  public DesiredState desiredState() {
    return target.desiredState();
  }

  /** Returns how often a restart was asked for. */
  public int restarts() {
    return target.restarts();
  }

  /** Returns the plan as JSON. */
  public JsonNode plan() {
    return planned.plan();
  }

  /** Returns how many partitions each topic of the plan had when the run began. */
  public Map<String, Integer> partitions() {
    return planned.partitions();
  }

  /** Returns the next version, with an author and otherwise the same. */
  public JobSpec next(Author author) {
    return new JobSpec(
        name, version + 1, run, code, target, planned, submitted, author, scope, replay);
  }

  /** Returns the same version with another target. */
  public JobSpec withTarget(Target other) {
    return new JobSpec(name, version, run, code, other, planned, submitted, changed, scope, replay);
  }

  /** Returns the same version in another scope and as another replay, or as none. */
  public JobSpec withScope(@Nullable RunScope other, @Nullable ReplaySpec otherReplay) {
    return new JobSpec(
        name, version, run, code, target, planned, submitted, changed, other, otherReplay);
  }

  /** The job that it is, or that it replays. */
  public String job() {
    return ReplaySpec.jobOf(name);
  }

  /** Returns whether it is a replay beside the job. */
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

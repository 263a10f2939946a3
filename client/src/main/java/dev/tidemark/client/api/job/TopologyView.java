package dev.tidemark.client.api.job;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The plan of a job.
 *
 * @param version of the spec
 * @param plan as {@code tidemark plan -o json} prints it
 */
public record TopologyView(String job, long version, int run, JsonNode plan) {
  /** The topology of a job. */
  public static TopologyView of(JobView job) {
    JobSpec spec = job.spec();
    return new TopologyView(spec.name(), spec.version(), spec.run(), spec.plan());
  }
}

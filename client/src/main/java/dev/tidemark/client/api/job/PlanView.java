package dev.tidemark.client.api.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.ErrorView;
import java.util.List;
import java.util.Map;

/**
 * The plan of a job.
 *
 * @param job its name
 * @param jobClass its full name
 * @param text the plan for people
 * @param plan the plan for programs
 * @param partitions how many partitions each topic that it reads has, where it exists
 * @param warnings what stands against starting it now, e.g. a missing topic; one line each
 */
public record PlanView(
    String job,
    @JsonProperty("class") String jobClass,
    String text,
    JsonNode plan,
    Map<String, Integer> partitions,
    List<ErrorView> warnings) {}

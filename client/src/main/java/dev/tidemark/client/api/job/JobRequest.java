package dev.tidemark.client.api.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to run a job.
 *
 * @param name the name of the job in the cluster; null for the job's own
 * @param jar the SHA-256 of an uploaded jar
 * @param jobClass which job of the jar, by full or simple name; null if there is just one
 * @param parameters values for the job's parameters
 * @param settings null for the default, or on an upgrade for what is in force
 * @param from where a new run begins: {@code earliest}, {@code latest}, an ISO instant, or null for
 *     earliest; not accepted for an upgrade in place
 * @param initialState null for running, or on an upgrade for what is in force
 */
public record JobRequest(
    @Nullable String name,
    String jar,
    @JsonProperty("class") @Nullable String jobClass,
    @Nullable Map<String, String> parameters,
    @Nullable JobSettings settings,
    @Nullable String from,
    @Nullable DesiredState initialState) {}

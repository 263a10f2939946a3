package dev.tidemark.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the plan of a job in a jar.
 *
 * @param name under which name it would run; null for its own
 */
public record PlanRequest(
    @JsonProperty("class") @Nullable String jobClass,
    @Nullable Map<String, String> parameters,
    @Nullable String name) {}

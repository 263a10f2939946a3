package dev.tidemark.client.api.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the plan of a job in a jar.
 *
 * @param name under which name it would run; null for its own
 * @param register whether it may register the schemas of what it writes; null: it may not
 */
public record PlanRequest(
    @JsonProperty("class") @Nullable String jobClass,
    @Nullable Map<String, String> parameters,
    @Nullable String name,
    @Nullable Registering register) {

  /** A plan of a job that may register nothing. */
  public PlanRequest(
      @Nullable String jobClass, @Nullable Map<String, String> parameters, @Nullable String name) {
    this(jobClass, parameters, name, null);
  }
}

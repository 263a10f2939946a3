package dev.tidemark.worker;

import dev.tidemark.runtime.base.ConnectionConfig;
import dev.tidemark.runtime.base.Registration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The input of a planner. It goes through a pipe, since it holds secrets, and is never printed.
 *
 * @param jar the file
 * @param jobClass the job class of the jar, by full or simple name; null if there is just one
 * @param parameters values of the job's parameters
 * @param name the job name to plan under; null for the job's own
 * @param connections to Kafka and the schema registry
 * @param codeMs the time for the job's own code
 * @param registration whether the job may register the schemas of what it writes
 */
public record PlanOrder(
    String jar,
    @Nullable String jobClass,
    Map<String, String> parameters,
    @Nullable String name,
    ConnectionConfig connections,
    long codeMs,
    Registration registration) {
  public PlanOrder {
    parameters = Map.copyOf(parameters);
  }

  /** Returns only the fields that are not secret. */
  @Override
  public String toString() {
    return "PlanOrder[class=%s, name=%s]".formatted(jobClass, name);
  }
}

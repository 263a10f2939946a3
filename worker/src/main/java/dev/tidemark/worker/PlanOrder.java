package dev.tidemark.worker;

import dev.tidemark.runtime.base.ConnectionConfig;
import dev.tidemark.runtime.base.Registration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a planner reads. It goes through a pipe, since it holds secrets, and is never printed.
 *
 * @param jar the file
 * @param jobClass which job of the jar, by full or simple name; null if there is just one
 * @param parameters values of the job's parameters
 * @param name under which name to plan; null for the job's own
 * @param connections where Kafka and the schema registry are
 * @param codeMs how long the job's own code may take
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

  /** What may be seen by anyone. */
  @Override
  public String toString() {
    return "PlanOrder[class=%s, name=%s]".formatted(jobClass, name);
  }
}

package dev.tidemark.topology.plan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parameters of a job: those that it declares and those that are set.
 *
 * @param declared the parameters that the job declares, in its order, each name once
 * @param given the values set at the start of the job, as text
 */
public record Parameters(List<Parameter> declared, Map<String, String> given) {
  public Parameters {
    declared = List.copyOf(declared);
    given = Map.copyOf(given);
  }

  /** No parameters. */
  public static Parameters none() {
    return new Parameters(List.of(), Map.of());
  }

  /** The values in force, as text, sorted by name. */
  public Map<String, String> inForce() {
    Map<String, String> values = new TreeMap<>();
    declared.forEach(
        parameter ->
            values.put(
                parameter.name(), given.getOrDefault(parameter.name(), parameter.defaultValue())));
    return values;
  }
}

package dev.tidemark.topology.eventtime.window;

import java.util.Map;

/**
 * The fields of a window as a plan document has them. It may have more fields than those of its
 * kind.
 *
 * @param values by name: {@code Long}, {@code String} or {@code Boolean}
 */
public record WindowFields(Map<String, Object> values) {

  public WindowFields {
    values = Map.copyOf(values);
  }

  /**
   * Returns a number.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public long number(String name) {
    if (values.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("it has no number " + name);
  }
}

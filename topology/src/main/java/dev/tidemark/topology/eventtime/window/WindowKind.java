package dev.tidemark.topology.eventtime.window;

/** A kind of window: its name in plan documents, and how its fields are read from there. */
public interface WindowKind {

  /**
   * Returns the value of {@code shape} in a plan document, unique among all kinds; never changes.
   */
  String name();

  /**
   * Reads what {@link WindowSpec#fields} wrote, perhaps by an earlier version.
   *
   * @throws IllegalArgumentException for fields that are missing or make no window
   */
  WindowSpec parse(WindowFields fields);
}

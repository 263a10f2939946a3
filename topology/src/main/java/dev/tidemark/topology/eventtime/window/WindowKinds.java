package dev.tidemark.topology.eventtime.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The kinds of window that a reader of plan documents knows. A plan may be written by another
 * version of the engine: a kind that is not known is an error, and never taken for another one.
 * Immutable.
 */
public final class WindowKinds {

  /** The kinds of this engine. A kind that is offered to job authors must be here. */
  public static final WindowKinds STANDARD =
      new WindowKinds(List.of(WindowSpec.Tumbling.KIND, WindowSpec.Session.KIND));

  private final Map<String, WindowKind> byName = new TreeMap<>();

  private WindowKinds(List<WindowKind> kinds) {
    for (WindowKind kind : kinds) {
      if (byName.put(kind.name(), kind) != null) {
        throw new IllegalArgumentException("two kinds of window are called " + kind.name());
      }
    }
  }

  /** These kinds and another one. */
  public WindowKinds and(WindowKind kind) {
    List<WindowKind> kinds = new ArrayList<>(byName.values());
    kinds.add(kind);
    return new WindowKinds(kinds);
  }

  /**
   * Returns the window that a plan document describes.
   *
   * @param kind the name of its kind
   * @throws IllegalArgumentException for a kind that is not known, and for fields that are missing
   *     or make no window
   */
  public WindowSpec parse(String kind, WindowFields fields) {
    WindowKind known = byName.get(kind);
    if (known == null) {
      throw new IllegalArgumentException(
          "window kind %s is not known to this version of Tidemark, which knows %s"
              .formatted(kind, String.join(", ", byName.keySet())));
    }
    return known.parse(fields);
  }
}

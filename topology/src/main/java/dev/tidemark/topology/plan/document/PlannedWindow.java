package dev.tidemark.topology.plan.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.eventtime.window.Lateness;
import dev.tidemark.topology.eventtime.window.PaneBounds;
import dev.tidemark.topology.eventtime.window.WindowFields;
import dev.tidemark.topology.eventtime.window.WindowKinds;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A window as a plan document describes it, for processes that do not have the classes of the job.
 *
 * @param name the window's name
 * @param lateness its shape and allowed lateness
 * @param correctableForMs how long it can be corrected after it has closed; 0 for not at all
 */
public record PlannedWindow(String name, Lateness lateness, long correctableForMs) {
  private static final String KIND = "shape";

  /** The state of closing of a window. */
  public enum State {
    /** It takes elements. */
    OPEN,
    /** It is closed, but can be corrected. */
    CORRECTABLE,
    /** It is closed. */
    CLOSED
  }

  /**
   * All windows of a plan, by name.
   *
   * @throws IllegalArgumentException for a kind of window that is not known, and for missing fields
   */
  public static Map<String, PlannedWindow> allOf(JsonNode plan) {
    return allOf(plan, WindowKinds.STANDARD);
  }

  /** {@link #allOf(JsonNode)} with other kinds. */
  public static Map<String, PlannedWindow> allOf(JsonNode plan, WindowKinds kinds) {
    Map<String, PlannedWindow> windows = new LinkedHashMap<>();
    for (JsonNode stage : plan.path("stages")) {
      for (JsonNode node : stage.path("nodes")) {
        if (node.path("kind").asText("").equals("partial_window")) {
          String name = node.path("window").asText("");
          windows.put(name, of(name, node, kinds));
        }
      }
    }
    return windows;
  }

  private static PlannedWindow of(String name, JsonNode json, WindowKinds kinds) {
    try {
      long allowedMs = fields(json).number("allowed_lateness_ms");
      return new PlannedWindow(
          name,
          new Lateness(spec(json, kinds), allowedMs),
          json.path("correctable_for_ms").asLong(0));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("window " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * The shape of a window, from its node or its store in a plan document.
   *
   * @throws IllegalArgumentException for a kind that is not known, and for missing fields
   */
  static WindowSpec spec(JsonNode json, WindowKinds kinds) {
    if (!json.path(KIND).isTextual()) {
      throw new IllegalArgumentException("it has no text " + KIND);
    }
    return kinds.parse(json.get(KIND).textValue(), fields(json));
  }

  private static WindowFields fields(JsonNode json) {
    Map<String, Object> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      JsonNode value = field.getValue();
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        values.put(field.getKey(), value.longValue());
      } else if (value.isTextual()) {
        values.put(field.getKey(), value.textValue());
      } else if (value.isBoolean()) {
        values.put(field.getKey(), value.booleanValue());
      }
    }
    return new WindowFields(values);
  }

  /** Writes the shape of a window into its node or its store. */
  public static void write(WindowSpec spec, ObjectNode json) {
    json.put(KIND, spec.kind().name());
    spec.fields()
        .forEach(
            (name, value) -> {
              if (value instanceof Long number) {
                json.put(name, number);
              } else if (value instanceof Boolean flag) {
                json.put(name, flag);
              } else {
                json.put(name, (String) value);
              }
            });
  }

  /**
   * The state that a new element of a source partition finds: that of the most closed of its
   * windows.
   *
   * @param eventTime of the element, epoch milliseconds
   * @param watermark of its partition, epoch milliseconds
   */
  public State stateOf(long eventTime, long watermark) {
    State most = State.OPEN;
    for (PaneBounds pane : lateness.spec().windowsOf(eventTime)) {
      State state = stateOf(pane, new Watermark(watermark));
      most = state.compareTo(most) > 0 ? state : most;
    }
    return most;
  }

  private State stateOf(PaneBounds pane, Watermark watermark) {
    if (!lateness.isLate(pane, watermark)) {
      return State.OPEN;
    }
    boolean kept =
        lateness.spec().isCorrectable()
            && correctableForMs > 0
            && !lateness.isLate(pane, watermark.minus(correctableForMs));
    return kept ? State.CORRECTABLE : State.CLOSED;
  }

  /**
   * Returns whether a late element was late for only some of its windows, and is in the others.
   *
   * @param eventTime of the element, epoch milliseconds
   * @param missedEnd the end of the last window that it was late for, epoch milliseconds
   */
  public boolean wasPartlyLate(long eventTime, long missedEnd) {
    return lateness.spec().windowsOf(eventTime).stream()
        .anyMatch(pane -> lateness.spec().shownEnd(pane) > missedEnd);
  }

  /**
   * Returns the distance of the watermark beyond a pane's last millisecond at which the pane
   * closes; see {@link Lateness#closesAfterMs}.
   */
  public long closesAfterMs() {
    return lateness.closesAfterMs();
  }

  /**
   * Returns the time after a missing element for which results may be incomplete; see {@link
   * WindowSpec#reachMs}.
   */
  public long reachMs() {
    return lateness.spec().reachMs();
  }
}

package dev.tidemark.topology.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.eventtime.WindowKinds;
import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.PlannedWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the layout of progress in the JSON of a plan. */
final class PlanJsonLayout {

  private final JsonNode plan;
  private final WindowKinds windowKinds;

  PlanJsonLayout(JsonNode plan, WindowKinds windowKinds) {
    this.plan = plan;
    this.windowKinds = windowKinds;
  }

  ProgressLayout layout() {
    List<String> owners = new ArrayList<>();
    List<ProgressLayout.Window> windows = new ArrayList<>();
    Map<String, PlannedWindow> planned = plannedWindows();
    for (JsonNode stage : array(plan, "stages")) {
      String name = text(stage, "name");
      owners.add(name);
      for (JsonNode node : array(stage, "nodes")) {
        if (text(node, "kind").equals("final_window")) {
          String window = text(node, "window");
          if (!planned.containsKey(window)) {
            throw invalid("nothing feeds its window " + window);
          }
          windows.add(new ProgressLayout.Window(window, name, planned.get(window).closesAfterMs()));
        }
      }
    }
    List<ProgressLayout.Table> tables = tables();
    tables.forEach(table -> owners.add(table.id()));
    return new ProgressLayout(owners, paths(), tables, windows, outOfOrderMs());
  }

  private Map<String, PlannedWindow> plannedWindows() {
    try {
      return PlannedWindow.allOf(plan, windowKinds);
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage());
    }
  }

  private List<Paths.Path> paths() {
    List<Paths.Path> paths = new ArrayList<>();
    for (JsonNode path : array(plan, "paths")) {
      List<String> nodes = new ArrayList<>();
      for (JsonNode node : array(path, "nodes")) {
        nodes.add(node.asText());
      }
      paths.add(new Paths.Path(text(path, "source"), text(path, "output"), nodes));
    }
    return paths;
  }

  private List<ProgressLayout.Table> tables() {
    List<ProgressLayout.Table> tables = new ArrayList<>();
    for (JsonNode store : array(plan, "stores")) {
      if (text(store, "content").equals("table")) {
        tables.add(new ProgressLayout.Table(text(store, "of"), text(store, "topic")));
      }
    }
    return tables;
  }

  private Map<String, Long> outOfOrderMs() {
    Map<String, Long> found = new HashMap<>();
    for (JsonNode source : array(plan, "sources")) {
      if (source.hasNonNull("event_time")) {
        found.putIfAbsent(
            text(source, "topic"), number(source.get("event_time"), "out_of_order_ms"));
      }
    }
    return found;
  }

  private static JsonNode array(JsonNode json, String field) {
    JsonNode found = json.path(field);
    if (!found.isArray()) {
      throw invalid("it has no list " + field);
    }
    return found;
  }

  private static String text(JsonNode json, String field) {
    JsonNode found = json.path(field);
    if (!found.isTextual()) {
      throw invalid("a part of it has no text " + field);
    }
    return found.textValue();
  }

  private static long number(JsonNode json, String field) {
    JsonNode found = json.path(field);
    if (!found.isIntegralNumber()) {
      throw invalid("a part of it has no number " + field);
    }
    return found.longValue();
  }

  private static IllegalArgumentException invalid(@Nullable String reason) {
    return new IllegalArgumentException("this is not the JSON of a plan: " + reason);
  }
}

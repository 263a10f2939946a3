package dev.tidemark.topology.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the layout of progress in the JSON of a plan: walks its nodes as {@link Paths} walks those
 * of the plan itself.
 */
final class PlanJsonLayout {

  private static final int PATHS_MAX = 10_000;

  private final JsonNode plan;
  private final List<JsonNode> sources = new ArrayList<>();
  private final Map<String, List<JsonNode>> followers = new HashMap<>();
  private final Map<String, JsonNode> receivers = new HashMap<>();
  private final List<Paths.Path> paths = new ArrayList<>();

  PlanJsonLayout(JsonNode plan) {
    this.plan = plan;
  }

  ProgressLayout layout() {
    List<String> owners = new ArrayList<>();
    List<ProgressLayout.Window> windows = new ArrayList<>();
    Map<String, Long> outOfOrderMs = new HashMap<>();
    for (JsonNode stage : array(plan, "stages")) {
      String name = text(stage, "name");
      owners.add(name);
      for (JsonNode node : array(stage, "nodes")) {
        index(node);
        if (isOf(node, "final_window")) {
          windows.add(new ProgressLayout.Window(text(node, "window"), name));
        } else if (isOf(node, "source") && node.hasNonNull("event_time")) {
          outOfOrderMs.putIfAbsent(
              text(node, "topic"), number(node.get("event_time"), "out_of_order_ms"));
        }
      }
    }
    sources.forEach(source -> follow(text(source, "topic"), source, List.of()));
    List<ProgressLayout.Table> tables = tables();
    tables.forEach(table -> owners.add(table.id()));
    return new ProgressLayout(owners, paths, tables, windows, outOfOrderMs);
  }

  /** A table's store has the name of its topic, which is its id. */
  private List<ProgressLayout.Table> tables() {
    List<ProgressLayout.Table> tables = new ArrayList<>();
    for (JsonNode store : array(plan, "stores")) {
      if (text(store, "content").equals("table")) {
        tables.add(new ProgressLayout.Table(text(store, "name"), text(store, "of")));
      }
    }
    return tables;
  }

  private void index(JsonNode node) {
    if (isOf(node, "source")) {
      sources.add(node);
    } else if (isOf(node, "receive")) {
      receivers.put(text(node, "exchange"), node);
    } else if (node.hasNonNull("input")) {
      followers.computeIfAbsent(text(node, "input"), id -> new ArrayList<>()).add(node);
    }
  }

  private void follow(String source, JsonNode node, List<String> before) {
    String id = text(node, "id");
    if (before.contains(id) || paths.size() >= PATHS_MAX) {
      throw invalid("its nodes form a circle or too many paths at " + id);
    }
    List<String> nodes = new ArrayList<>(before);
    nodes.add(id);
    if (isOf(node, "partial_window")) {
      paths.add(new Paths.Path(source, text(node, "window"), nodes));
    } else if (isOf(node, "sink")) {
      paths.add(new Paths.Path(source, id, nodes));
    } else {
      next(node).forEach(next -> follow(source, next, nodes));
    }
  }

  private List<JsonNode> next(JsonNode node) {
    if (isOf(node, "send")) {
      JsonNode receiver = receivers.get(text(node, "exchange"));
      return receiver == null ? List.of() : List.of(receiver);
    }
    return followers.getOrDefault(text(node, "id"), List.of());
  }

  private static boolean isOf(JsonNode node, String kind) {
    return text(node, "kind").equals(kind);
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

  private static IllegalArgumentException invalid(String reason) {
    return new IllegalArgumentException("this is not the JSON of a plan: " + reason);
  }
}

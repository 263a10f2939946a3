package dev.tidemark.topology.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.eventtime.WindowKinds;
import dev.tidemark.topology.eventtime.WindowSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * A plan as {@link Explanation#json} wrote it, perhaps long ago and by another version: nothing in
 * it is relied on to be there.
 *
 * @param partitions how many partitions topics have, as far as known
 * @param windowKinds the kinds of window that are known
 */
record PlanDocument(JsonNode json, Map<String, Integer> partitions, WindowKinds windowKinds) {
  static final Set<String> READ = Set.of("stream", "table");

  PlanDocument {
    partitions = Map.copyOf(partitions);
  }

  /** A document with windows of the standard kinds. */
  PlanDocument(JsonNode json, Map<String, Integer> partitions) {
    this(json, partitions, WindowKinds.STANDARD);
  }

  PlanPart whole() {
    return new PlanPart("plan", json);
  }

  Map<String, PlanPart> stages() {
    return named("stages", "name");
  }

  Map<String, PlanPart> exchanges() {
    return named("exchanges", "name");
  }

  /** The exchanges before joins; those of windows are part of their window. */
  Map<String, PlanPart> joinExchanges() {
    return where(exchanges(), "carries", "elements");
  }

  Map<String, PlanPart> stores() {
    return named("stores", "name");
  }

  /** By topic. */
  Map<String, PlanPart> sources() {
    return named("sources", "topic");
  }

  /** By name; each is the store of the window's panes. */
  Map<String, PlanPart> windows() {
    return byOwner("panes");
  }

  /** The shape of one of the {@link #windows}, if this version knows it. */
  Optional<WindowSpec> spec(PlanPart window) {
    try {
      return Optional.of(PlannedWindow.spec(window.json(), windowKinds));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The names of the fields that make the shape of one of the {@link #windows}. */
  Set<String> shapeFields(PlanPart window) {
    return spec(window).map(WindowSpec::fields).orElse(Map.of()).keySet();
  }

  /** By name; each is the store of the table. In the order of the plan. */
  Map<String, PlanPart> tables() {
    return byOwner("table");
  }

  Map<String, PlanPart> topics() {
    return named("topics", "name");
  }

  /** The topics that get results. */
  Map<String, PlanPart> outputs() {
    return where(topics(), "role", "results");
  }

  /** All nodes of all stages, by id, in the order of the plan. */
  Map<String, PlanPart> nodes() {
    Map<String, PlanPart> nodes = new LinkedHashMap<>();
    for (PlanPart stage : stages().values()) {
      collect(stage.json().path("nodes"), "id", nodes);
    }
    return nodes;
  }

  /** The nodes of some kinds. */
  Map<String, PlanPart> nodes(Set<String> kinds) {
    Map<String, PlanPart> nodes = nodes();
    nodes.values().removeIf(node -> !kinds.contains(node.textOf("kind")));
    return nodes;
  }

  /** The nodes of one stage. */
  List<PlanPart> nodesOf(PlanPart stage) {
    Map<String, PlanPart> nodes = new LinkedHashMap<>();
    collect(stage.json().path("nodes"), "id", nodes);
    return List.copyOf(nodes.values());
  }

  /** The stage that a node is in. */
  Optional<PlanPart> stageOf(String node) {
    return stages().values().stream()
        .filter(stage -> nodesOf(stage).stream().anyMatch(inside -> inside.name().equals(node)))
        .findFirst();
  }

  /** The values in force, sorted by name. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    json.path("parameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    return parameters;
  }

  /** The topic at the head of all that reaches a stage. */
  Optional<String> sourceOf(String stage) {
    String current = stage;
    for (int step = 0; step <= stages().size(); step++) {
      String reached = current;
      Optional<PlanPart> source =
          sources().values().stream().filter(part -> part.is("stage", reached)).findFirst();
      if (source.isPresent()) {
        return Optional.of(source.get().name());
      }
      Optional<PlanPart> before =
          exchanges().values().stream().filter(part -> part.is("to", reached)).findFirst();
      if (before.isEmpty()) {
        return Optional.empty();
      }
      current = before.get().textOf("from");
    }
    return Optional.empty();
  }

  /**
   * How many partitions a topic has, or will have: an output that is missing is created with as
   * many as the source has whose elements reach it.
   */
  OptionalInt partitionsOf(String topic) {
    Integer known = partitions.get(topic);
    if (known != null) {
      return OptionalInt.of(known);
    }
    Optional<Integer> likeSource =
        nodes().values().stream()
            .filter(node -> node.is("kind", "sink") && node.is("topic", topic))
            .findFirst()
            .flatMap(sink -> stageOf(sink.name()))
            .flatMap(stage -> sourceOf(stage.name()))
            .map(partitions::get);
    return likeSource.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** The objects of a list, by a field that names them; what has no name is left out. */
  private Map<String, PlanPart> named(String section, String nameField) {
    Map<String, PlanPart> parts = new LinkedHashMap<>();
    collect(json.path(section), nameField, parts);
    return parts;
  }

  private Map<String, PlanPart> byOwner(String content) {
    Map<String, PlanPart> owners = new LinkedHashMap<>();
    for (PlanPart store : where(stores(), "content", content).values()) {
      store.text("of").ifPresent(of -> owners.put(of, new PlanPart(of, store.json())));
    }
    return owners;
  }

  private static Map<String, PlanPart> where(
      Map<String, PlanPart> parts, String field, String value) {
    Map<String, PlanPart> kept = new LinkedHashMap<>(parts);
    kept.values().removeIf(part -> !part.is(field, value));
    return kept;
  }

  private static void collect(JsonNode list, String nameField, Map<String, PlanPart> into) {
    List<JsonNode> parts = new ArrayList<>();
    list.elements().forEachRemaining(parts::add);
    for (JsonNode part : parts) {
      if (part.path(nameField).isTextual()) {
        String name = part.get(nameField).textValue();
        into.put(name, new PlanPart(name, part));
      }
    }
  }
}

package dev.tidemark.topology.plan.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.eventtime.window.WindowKinds;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.StoreUse;
import dev.tidemark.topology.plan.TopicUse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * A reader of a plan as {@code Explanation.json} wrote it, perhaps long ago and by another version:
 * nothing in it is relied on to be there. Everything that knows a plan by its JSON reads it here.
 *
 * @param partitions how many partitions topics have, as far as known
 * @param windowKinds the kinds of window that are known
 */
public record PlanDocument(
    JsonNode json, Map<String, Integer> partitions, WindowKinds windowKinds) {
  public static final Set<String> READ = Set.of("stream", "table");

  /** The roles of the topics that a job writes. */
  public static final Set<TopicUse.Role> OUTPUTS =
      Set.of(TopicUse.Role.RESULTS, TopicUse.Role.LATE, TopicUse.Role.DEAD_LETTERS);

  /** The roles of the topics that a job reads. */
  public static final Set<TopicUse.Role> INPUTS = Set.of(TopicUse.Role.STREAM, TopicUse.Role.TABLE);

  public PlanDocument {
    partitions = Map.copyOf(partitions);
  }

  /** Reads a plan with windows of the standard kinds. */
  public PlanDocument(JsonNode json, Map<String, Integer> partitions) {
    this(json, partitions, WindowKinds.STANDARD);
  }

  /** Reads a plan; how many partitions its topics have is not known. */
  public static PlanDocument of(JsonNode json) {
    return new PlanDocument(json, Map.of());
  }

  /** The name of the job; empty if the plan does not state it. */
  public Optional<String> job() {
    return whole().text("job");
  }

  /** The names of the topics that have one of some roles, each once, in the order of the plan. */
  public List<String> topicsOf(Set<TopicUse.Role> roles) {
    return list("topics").stream()
        .filter(topic -> roles.stream().anyMatch(role -> topic.is("role", role.json())))
        .flatMap(topic -> topic.text("name").stream())
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /** The names of all stores that hold one of some contents. */
  public List<String> storesOf(Set<StoreUse.Content> contents) {
    return stores().values().stream()
        .filter(store -> contents.stream().anyMatch(content -> store.is("content", content.json())))
        .map(PlanPart::name)
        .toList();
  }

  /** The declared type of the keys or the values of a topic; empty if none is. */
  public Optional<String> topicType(String topic, String side) {
    return Optional.ofNullable(topics().get(topic)).flatMap(part -> part.part(side).text("type"));
  }

  /** The ways from sources to outputs. */
  public List<Paths.Path> paths() {
    return list("paths").stream()
        .map(
            path ->
                new Paths.Path(path.textOf("source"), path.textOf("output"), path.names("nodes")))
        .toList();
  }

  /** Returns the notes for users, to read before the job starts. */
  public List<String> notes() {
    return whole().names("notes");
  }

  /** All objects of a section, also those without a name. */
  public List<PlanPart> list(String section) {
    return whole().list(section);
  }

  public PlanPart whole() {
    return new PlanPart("plan", json);
  }

  public Map<String, PlanPart> stages() {
    return named("stages", "name");
  }

  public Map<String, PlanPart> exchanges() {
    return named("exchanges", "name");
  }

  /** The exchanges before joins; those of windows are part of their window. */
  public Map<String, PlanPart> joinExchanges() {
    return where(exchanges(), "carries", "elements");
  }

  public Map<String, PlanPart> stores() {
    return named("stores", "name");
  }

  /** By topic. */
  public Map<String, PlanPart> sources() {
    return named("sources", "topic");
  }

  /** By name; each is the store of the window's panes. */
  public Map<String, PlanPart> windows() {
    return byOwner("panes");
  }

  /** The shape of one of the {@link #windows}, if this version knows it. */
  public Optional<WindowSpec> spec(PlanPart window) {
    try {
      return Optional.of(PlannedWindow.spec(window.json(), windowKinds));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The names of the fields that make the shape of one of the {@link #windows}. */
  public Set<String> shapeFields(PlanPart window) {
    return spec(window).map(WindowSpec::fields).orElse(Map.of()).keySet();
  }

  /** By name; each is the store of the table. In the order of the plan. */
  public Map<String, PlanPart> tables() {
    return byOwner("table");
  }

  public Map<String, PlanPart> topics() {
    return named("topics", "name");
  }

  /** The topics that get results. */
  public Map<String, PlanPart> outputs() {
    return where(topics(), "role", "results");
  }

  /** All nodes of all stages, by id, in the order of the plan. */
  public Map<String, PlanPart> nodes() {
    Map<String, PlanPart> nodes = new LinkedHashMap<>();
    for (PlanPart stage : list("stages")) {
      collect(stage.json().path("nodes"), "id", nodes);
    }
    return nodes;
  }

  /** The nodes of some kinds. */
  public Map<String, PlanPart> nodes(Set<String> kinds) {
    Map<String, PlanPart> nodes = nodes();
    nodes.values().removeIf(node -> !kinds.contains(node.textOf("kind")));
    return nodes;
  }

  /** The nodes of one stage. */
  public List<PlanPart> nodesOf(PlanPart stage) {
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
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    json.path("parameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    return parameters;
  }

  /** The topics at the head of all that reaches a stage, in the order of the plan. */
  public List<String> sourcesOf(String stage) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> todo = new ArrayDeque<>(List.of(stage));
    while (!todo.isEmpty()) {
      String current = todo.remove();
      if (reached.add(current)) {
        exchanges().values().stream()
            .filter(exchange -> exchange.is("to", current))
            .forEach(exchange -> todo.addAll(exchange.names("from")));
      }
    }
    return sources().values().stream()
        .filter(source -> reached.contains(source.textOf("stage")))
        .map(PlanPart::name)
        .toList();
  }

  /**
   * Returns the number of partitions that a topic has, or will have: an output that is missing is
   * created with as many as the source has whose elements reach it.
   */
  public OptionalInt partitionsOf(String topic) {
    Integer known = partitions.get(topic);
    if (known != null) {
      return OptionalInt.of(known);
    }
    Optional<Integer> likeSource =
        nodes().values().stream()
            .filter(node -> node.is("kind", "sink") && node.is("topic", topic))
            .findFirst()
            .flatMap(sink -> stageOf(sink.name()))
            .flatMap(stage -> sourcesOf(stage.name()).stream().findFirst())
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
    for (PlanPart store : list("stores")) {
      if (store.is("content", content)) {
        store.text("of").ifPresent(of -> owners.put(of, new PlanPart(of, store.json())));
      }
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

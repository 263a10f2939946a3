package dev.tidemark.topology.plan;

import dev.tidemark.serde.codec.SubjectNameStrategy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * The plan that runs. It has no partition counts: those are read from the cluster when the job is
 * started.
 *
 * @param job the name of the job, {@code [a-z0-9-]{1,64}}
 * @param stages each after the stages that feed it
 * @param tables the tables that stages join with
 * @param parameters the values in force, by name
 * @param notes what the user should know before the job starts, e.g. why a replay may differ; one
 *     line each
 * @param onError the policy for elements that can't be processed, where a step has none
 * @param subjects under which subjects the registry has the schemas of its topics
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record PhysicalPlan(
    String job,
    List<Stage> stages,
    List<Node.Table> tables,
    Map<String, String> parameters,
    List<String> notes,
    OnError onError,
    SubjectNameStrategy subjects) {
  public PhysicalPlan {
    stages = List.copyOf(stages);
    tables = List.copyOf(tables);
    parameters = Map.copyOf(parameters);
    notes = List.copyOf(notes);
  }

  /** All nodes: the tables, then those of the stages. */
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>(tables);
    stages.forEach(stage -> nodes.addAll(stage.nodes()));
    return nodes;
  }

  /** The table with an id. */
  public Node.Table table(String id) {
    return tables.stream()
        .filter(candidate -> candidate.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no table " + id));
  }

  /** All state stores: those of the stages, then those of the tables. */
  public List<StoreUse> stores() {
    List<StoreUse> stores = new ArrayList<>();
    stages.forEach(stage -> stores.addAll(stage.stores()));
    tables.forEach(table -> stores.addAll(table.stores()));
    return stores;
  }

  /** All sources, in the order of the stages. */
  public List<Node.Source> sources() {
    return stages.stream().flatMap(stage -> stage.source().stream()).toList();
  }

  /**
   * The stages that write to an exchange, in the order of the plan. Their channels are numbered in
   * this order: first those of the first one.
   */
  public List<Stage> writersOf(Exchange exchange) {
    List<Stage> writers =
        stages.stream().filter(stage -> stage.exchangesWritten().contains(exchange)).toList();
    if (writers.isEmpty()) {
      throw new IllegalStateException("nothing writes to exchange " + exchange.name());
    }
    return writers;
  }

  /** The stage that reads an exchange. */
  public Stage readerOf(Exchange exchange) {
    return stages.stream()
        .filter(stage -> stage.input().reads().filter(exchange::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing reads exchange " + exchange.name()));
  }

  /** The stages that feed one; none if it reads a topic. */
  public List<Stage> writersBefore(Stage stage) {
    return stage.input().reads().map(this::writersOf).orElse(List.of());
  }

  /** The sources at the head of all that reaches a stage, in the order of the stages. */
  public List<Node.Source> sourcesOf(Stage stage) {
    Set<Stage> reached = new HashSet<>();
    Deque<Stage> todo = new ArrayDeque<>(List.of(stage));
    while (!todo.isEmpty()) {
      Stage next = todo.remove();
      if (reached.add(next)) {
        todo.addAll(writersBefore(next));
      }
    }
    return stages.stream()
        .filter(reached::contains)
        .flatMap(found -> found.source().stream())
        .toList();
  }

  /** The dead letters of the job. */
  public String deadLetterTopic() {
    return deadLetterTopic(job);
  }

  public static String deadLetterTopic(String job) {
    return job + "-dead-letters";
  }
}

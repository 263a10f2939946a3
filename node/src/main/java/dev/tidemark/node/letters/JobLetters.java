package dev.tidemark.node.letters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.node.api.JobSpec;
import dev.tidemark.node.api.LetterKind;
import dev.tidemark.topology.plan.PlannedWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the plan of a job says about its letters.
 *
 * @param job its name in the plan, as its letters have it
 * @param applicationId of the present run
 * @param topics where its letters lie
 * @param streams the topics that it reads as streams
 * @param tables the topics that it reads as tables
 * @param valueTypes the declared types of what it reads, by topic
 * @param paths from each source to where its elements are accounted for
 * @param windows by name
 * @param expanding the nodes that may make several elements of one
 */
public record JobLetters(
    LetterKind kind,
    String job,
    String applicationId,
    List<String> topics,
    Set<String> streams,
    Set<String> tables,
    Map<String, String> valueTypes,
    List<Path> paths,
    Map<String, PlannedWindow> windows,
    Set<String> expanding) {

  /** From a source topic to a window or sink, by way of nodes. */
  public record Path(String source, String output, List<String> nodes) {
    boolean leadsThrough(String step) {
      return output.equals(step) || nodes.contains(step);
    }
  }

  /** Of a job. */
  public static JobLetters of(JobSpec spec, LetterKind kind) {
    JsonNode plan = spec.plan();
    List<String> topics = new ArrayList<>();
    Set<String> streams = new HashSet<>();
    Set<String> tables = new HashSet<>();
    Map<String, String> types = new HashMap<>();
    for (JsonNode topic : plan.path("topics")) {
      String name = topic.path("name").asText("");
      switch (topic.path("role").asText("")) {
        case "stream" -> streams.add(name);
        case "table" -> tables.add(name);
        case "late" -> addIf(kind == LetterKind.LATE, topics, name);
        case "dead_letters" -> addIf(kind == LetterKind.DEAD_LETTER, topics, name);
        default -> {}
      }
      types.putIfAbsent(name, topic.path("value").path("type").asText(""));
    }
    return new JobLetters(
        kind,
        plan.path("job").asText(spec.name()),
        spec.applicationId(),
        topics.stream().sorted().toList(),
        streams,
        tables,
        types,
        paths(plan),
        PlanWindows.of(plan),
        expanding(plan));
  }

  /** Several jobs may share a late topic. */
  boolean owns(Letter letter) {
    return letter.job().map(job::equals).orElse(true);
  }

  private static void addIf(boolean wanted, List<String> topics, String name) {
    if (wanted && !topics.contains(name)) {
      topics.add(name);
    }
  }

  private static List<Path> paths(JsonNode plan) {
    List<Path> paths = new ArrayList<>();
    for (JsonNode path : plan.path("paths")) {
      List<String> nodes = new ArrayList<>();
      path.path("nodes").forEach(node -> nodes.add(node.asText()));
      paths.add(new Path(path.path("source").asText(""), path.path("output").asText(""), nodes));
    }
    return paths;
  }

  private static Set<String> expanding(JsonNode plan) {
    Set<String> expanding = new HashSet<>();
    for (JsonNode stage : plan.path("stages")) {
      for (JsonNode node : stage.path("nodes")) {
        if (node.path("kind").asText("").equals("flat_map")) {
          expanding.add(node.path("id").asText(""));
        }
      }
    }
    return expanding;
  }
}

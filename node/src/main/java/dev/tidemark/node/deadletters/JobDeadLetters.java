package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.topology.plan.TopicUse;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlannedWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a job's plan that concerns its dead letters.
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
public record JobDeadLetters(
    DeadLetterKind kind,
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
  public static JobDeadLetters of(JobSpec spec, DeadLetterKind kind) {
    PlanDocument plan = PlanDocument.of(spec.plan());
    TopicUse.Role role =
        kind == DeadLetterKind.LATE ? TopicUse.Role.LATE : TopicUse.Role.DEAD_LETTERS;
    Map<String, String> types = new HashMap<>();
    plan.list("topics")
        .forEach(topic -> types.putIfAbsent(topic.name(), topic.part("value").textOf("type")));
    return new JobDeadLetters(
        kind,
        plan.job().orElse(spec.name()),
        spec.applicationId(),
        plan.topicsOf(Set.of(role)).stream().sorted().toList(),
        Set.copyOf(plan.topicsOf(Set.of(TopicUse.Role.STREAM))),
        Set.copyOf(plan.topicsOf(Set.of(TopicUse.Role.TABLE))),
        types,
        paths(plan),
        PlanWindows.of(spec.plan()),
        Set.copyOf(plan.nodes(Set.of("flat_map")).keySet()));
  }

  /** Several jobs may share a late topic. */
  boolean owns(StoredDeadLetter letter) {
    return letter.job().map(job::equals).orElse(true);
  }

  private static List<Path> paths(PlanDocument plan) {
    return plan.paths().stream()
        .map(path -> new Path(path.source(), path.output(), path.nodes()))
        .toList();
  }
}

package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.topology.plan.TopicUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A topic holds the results of one sink, or late events, or dead letters: a reader knows what kind
 * of records it holds.
 */
final class EachTopicIsWrittenForOnePurpose implements Check {
  private static final String RESULTS = "the elements of another stream";
  private static final String LATE = "late events";
  private static final String DEAD_LETTERS = "the dead letters of the job";

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> writers = new HashMap<>();
    writers.put(PhysicalPlan.deadLetterTopic(plan.job()), DEAD_LETTERS);
    for (Node.Sink sink : plan.all(Node.Sink.class)) {
      add(problems, writers.putIfAbsent(sink.topic(), RESULTS), sink, sink.topic());
    }
    for (Node node : plan.nodes()) {
      for (TopicUse use : node.topics()) {
        if (use.role() == TopicUse.Role.LATE) {
          String writer = writers.putIfAbsent(use.topic(), LATE);
          if (!LATE.equals(writer)) {
            add(problems, writer, node, use.topic());
          }
        }
      }
    }
    return problems;
  }

  private static void add(
      List<Problem> problems, @Nullable String writer, Node node, String topic) {
    if (writer != null) {
      problems.add(
          new Problem(
              Problem.Code.TOPIC_WRITTEN_TWICE,
              NodeLabel.is(node),
              "topic " + topic + " already gets " + writer,
              "choose a topic of its own"));
    }
  }
}

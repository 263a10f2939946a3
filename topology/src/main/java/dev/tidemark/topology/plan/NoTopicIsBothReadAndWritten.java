package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A job does not feed itself. */
final class NoTopicIsBothReadAndWritten implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    Set<String> read = new HashSet<>();
    for (Node node : plan.nodes()) {
      if (node instanceof Node.Source || node instanceof Node.Table) {
        read.addAll(Topics.of(node));
      }
    }
    List<Problem> problems = new ArrayList<>();
    for (Node node : plan.nodes()) {
      if (node instanceof Node.Sink || node instanceof Node.Window) {
        Topics.of(node).stream()
            .filter(read::contains)
            .forEach(topic -> problems.add(loop(Where.is(node), topic)));
      }
    }
    String deadLetters = PhysicalPlan.deadLetterTopic(plan.job());
    if (read.contains(deadLetters)) {
      problems.add(loop("job " + plan.job(), deadLetters));
    }
    return problems;
  }

  private static Problem loop(String where, String topic) {
    return new Problem(
        Problem.Code.TOPIC_LOOP,
        where,
        "writes to topic " + topic + ", which the job also reads",
        "write to another topic, and read it in another job");
  }
}

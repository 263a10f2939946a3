package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.topology.plan.TopicUse;
import java.util.ArrayList;
import java.util.List;

/** Kafka takes the names of all topics. */
final class TopicNamesAreLegal implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Node node : plan.nodes()) {
      for (TopicUse use : node.topics()) {
        String topic = use.topic();
        if (!Names.isLegalTopic(topic)) {
          problems.add(
              new Problem(
                  Problem.Code.TOPIC_NAME_ILLEGAL,
                  NodeLabel.is(node).strip(),
                  "'"
                      + topic
                      + "' is not a legal topic name (1 to 249 of a-z, A-Z, 0-9, ., _ and -)",
                  "choose a name that Kafka takes"));
        }
      }
    }
    return problems;
  }
}

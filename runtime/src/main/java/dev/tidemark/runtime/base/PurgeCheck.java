package dev.tidemark.runtime.base;

import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;

/**
 * Checks that a job may delete what it has read of its exchanges. Where it may not, Kafka Streams
 * continues without a message, and the topics grow without limit. This is known only once the
 * topics are there.
 */
public final class PurgeCheck {

  private PurgeCheck() {}

  /** Returns the problem; empty if there is none, or if it can't be determined. */
  public static Optional<JobException> problem(PhysicalPlan plan, RunConfig config) {
    Set<String> topics = exchanges(plan, config.applicationId());
    if (topics.isEmpty()) {
      return Optional.empty();
    }
    try (Brokers brokers = Brokers.connect(config)) {
      Map<String, TopicDescription> found =
          brokers.await(
              brokers
                  .admin()
                  .describeTopics(
                      topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                  .allTopicNames());
      return found.values().stream()
          .filter(PurgeCheck::isForbidden)
          .findFirst()
          .map(topic -> forbidden(plan, topic.name()));
    } catch (JobException | Brokers.NotThere e) {
      return Optional.empty(); // other checks report it then
    }
  }

  /** Returns the topics of a run's exchanges. */
  public static Set<String> exchanges(PhysicalPlan plan, String applicationId) {
    Set<String> topics = new LinkedHashSet<>();
    for (Stage stage : plan.stages()) {
      for (Exchange exchange : stage.exchangesWritten()) {
        topics.add(InternalTopics.repartition(applicationId, exchange.name()));
      }
    }
    return topics;
  }

  private static boolean isForbidden(TopicDescription topic) {
    Set<AclOperation> allowed = topic.authorizedOperations();
    return allowed != null && !allowed.contains(AclOperation.DELETE);
  }

  private static JobException forbidden(PhysicalPlan plan, String topic) {
    return new JobException(
        JobException.Code.NOT_AUTHORIZED,
        "the cluster does not let job %s delete from topic %s, which would grow without limit"
            .formatted(plan.job(), topic),
        "grant DELETE on topic " + topic + " (or its prefix) to the principal of the job");
  }
}

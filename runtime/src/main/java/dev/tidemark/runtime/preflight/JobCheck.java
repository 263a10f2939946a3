package dev.tidemark.runtime.preflight;

import dev.tidemark.runtime.base.Brokers;
import dev.tidemark.runtime.base.Copartitioning;
import dev.tidemark.runtime.base.DerivedNames;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.RegistryClients;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.serde.registry.SubjectRegistry;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;

/**
 * Checks the cluster and the registry as a start of the job would, without changing anything there,
 * and finds all problems at once.
 */
public final class JobCheck {

  private static final String TRANSACTIONS = "transaction.version";
  private static final short SAFE_TRANSACTIONS = 2;

  private final PhysicalPlan plan;
  private final RunConfig config;
  private final PlanTopics topics;
  private final Map<String, Integer> partitions = new TreeMap<>();
  private final List<JobException> problems = new ArrayList<>();
  private final List<JobException> warnings = new ArrayList<>();
  private SchemaReport schemas = SchemaReport.EMPTY;

  private JobCheck(PhysicalPlan plan, RunConfig config) {
    this.plan = plan;
    this.config = config;
    this.topics = new PlanTopics(plan);
  }

  /**
   * Checks a job. Does not throw for what it finds, not even if no broker answers: that is a
   * problem, too.
   *
   * @param config as the job would run with; the state folder is not touched
   */
  public static CheckedJob of(PhysicalPlan plan, RunConfig config) {
    JobCheck check = new JobCheck(plan, config);
    check.collect(check::checkCluster);
    check.collect(check::checkSchemas);
    return new CheckedJob(check.partitions, check.problems, check.warnings, check.schemas);
  }

  private void collect(Runnable look) {
    try {
      look.run();
    } catch (JobException problem) {
      problems.add(problem);
    }
  }

  private void checkCluster() {
    try (Brokers brokers = Brokers.connect(config)) {
      topics.inputs().forEach(topic -> collect(() -> checkInput(brokers, topic)));
      topics.outputs().keySet().forEach(topic -> collect(() -> checkOutput(brokers, topic)));
      problems.addAll(Copartitioning.problems(plan, partitions));
      String id = config.applicationId();
      List<JobException> tooLong = DerivedNames.problems(plan, id, topics.outputs().keySet());
      problems.addAll(tooLong);
      if (tooLong.isEmpty()) {
        DerivedNames.internal(plan, id)
            .forEach(topic -> collect(() -> checkCanCreate(brokers, topic)));
      }
      collect(() -> checkTransactions(brokers));
    }
  }

  private void checkInput(Brokers brokers, String topic) {
    Optional<TopicDescription> found = describe(brokers, topic, "read");
    if (found.isEmpty()) {
      throw brokers.missing(
          "the job reads topic %s, which does not exist on %s"
              .formatted(topic, brokers.addresses()),
          topic);
    }
    partitions.put(topic, found.get().partitions().size());
    demand(AclOperation.READ, topic, found.get());
  }

  private void checkOutput(Brokers brokers, String topic) {
    Optional<TopicDescription> found = describe(brokers, topic, "write");
    if (found.isEmpty()) {
      checkCanCreate(brokers, topic);
      return;
    }
    partitions.put(topic, found.get().partitions().size());
    demand(AclOperation.WRITE, topic, found.get());
    demand(AclOperation.DESCRIBE_CONFIGS, topic, found.get());
  }

  private static void demand(AclOperation operation, String topic, TopicDescription description) {
    Set<AclOperation> allowed = description.authorizedOperations();
    if (allowed != null && !allowed.contains(operation)) {
      throw new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the cluster does not let the job " + operation + " topic " + topic,
          "grant " + operation + " on topic " + topic + " to the principal of the job");
    }
  }

  /** Asks the brokers to create a topic in earnest but for the creating. */
  private static void checkCanCreate(Brokers brokers, String topic) {
    NewTopic created = new NewTopic(topic, Optional.of(1), Optional.empty());
    try {
      brokers.await(
          brokers
              .admin()
              .createTopics(List.of(created), new CreateTopicsOptions().validateOnly(true))
              .all());
    } catch (Brokers.AlreadyThere e) {
      return; // of an earlier run, or of a topic that may not be described
    } catch (JobException e) {
      if (e.code() != JobException.Code.NOT_AUTHORIZED) {
        throw e;
      }
      throw new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the cluster does not let the job create topic " + topic,
          "grant CREATE on topic " + topic + " (or its prefix) to the principal of the job",
          e);
    }
  }

  private static Optional<TopicDescription> describe(
      Brokers brokers, String topic, String purpose) {
    try {
      return Optional.ofNullable(
          brokers
              .await(
                  brokers
                      .admin()
                      .describeTopics(
                          List.of(topic),
                          new DescribeTopicsOptions().includeAuthorizedOperations(true))
                      .allTopicNames(),
                  purpose + " topic " + topic)
              .get(topic));
    } catch (Brokers.NotThere e) {
      return Optional.empty();
    }
  }

  private void checkTransactions(Brokers brokers) {
    FinalizedVersionRange range =
        brokers
            .await(brokers.admin().describeFeatures().featureMetadata())
            .finalizedFeatures()
            .get(TRANSACTIONS);
    int level = range == null ? 0 : range.maxVersionLevel();
    if (level < SAFE_TRANSACTIONS) {
      warnings.add(
          new JobException(
              JobException.Code.CONFIGURATION,
              "the brokers run transactions of version %d, which can leave one hanging after a crash"
                  .formatted(level),
              "once all brokers are at 4.0 or later: kafka-features.sh upgrade --feature"
                  + " transaction.version=2"));
    }
  }

  private void checkSchemas() {
    if (!SchemaCheck.isNeeded(topics)) {
      return;
    }
    try (SubjectRegistry client = RegistryClients.open(config)) {
      // after a wait for brokers without effect there is no time to wait for them once more
      boolean answers =
          problems.stream().noneMatch(p -> p.code() == JobException.Code.BROKER_UNREACHABLE);
      SchemaSample sample = answers ? SchemaSample.BRIEF : SchemaSample.NONE;
      schemas = new SchemaCheck(client, topics, config, sample).look();
    }
    problems.addAll(schemas.exceptions(SchemaReport.Severity.ERROR));
    warnings.addAll(schemas.exceptions(SchemaReport.Severity.WARNING));
  }
}

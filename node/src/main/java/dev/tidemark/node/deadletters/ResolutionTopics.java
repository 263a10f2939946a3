package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that keep the outcomes of dead letters. Thread-safe. */
final class ResolutionTopics {

  private static final Logger LOG = LoggerFactory.getLogger(ResolutionTopics.class);

  private final Admin admin;

  ResolutionTopics(Admin admin) {
    this.admin = admin;
  }

  /**
   * Makes the topic be there, for the letters of a topic that is.
   *
   * @throws ApiException if it is there and would forget
   */
  void ensure(String letters) {
    String topic = Resolutions.topicOf(letters);
    try {
      create(topic, letters);
    } catch (TopicExistsException e) {
      check(topic);
    } catch (AuthorizationException e) {
      if (!exists(topic)) {
        throw refused(topic, "create", e);
      }
    }
  }

  private void create(String topic, String letters) {
    TopicDescription like = KafkaDeadLetterLog.describe(admin, letters);
    short replication = (short) like.partitions().get(0).replicas().size();
    NewTopic created =
        new NewTopic(topic, 1, replication)
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    KafkaDeadLetterLog.await(admin.createTopics(List.of(created)).all());
    LOG.info("topic={} replication={} created", topic, replication);
  }

  private boolean exists(String topic) {
    try {
      KafkaDeadLetterLog.describe(admin, topic);
      return true;
    } catch (UnknownTopicOrPartitionException | AuthorizationException e) {
      return false;
    }
  }

  private void check(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config;
    try {
      config =
          KafkaDeadLetterLog.await(
              Objects.requireNonNull(
                  admin.describeConfigs(List.of(resource)).values().get(resource), topic));
    } catch (AuthorizationException e) {
      throw refused(topic, "describe the configuration of", e);
    }
    ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
    if (policy != null && !TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy.value())) {
      throw ApiException.of(
          409,
          "resolutions_unfit",
          "topic %s has cleanup.policy=%s: the outcomes of dead letters would be lost"
              .formatted(topic, policy.value()),
          "kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config cleanup.policy=compact"
              .formatted(topic));
    }
  }

  private static ApiException refused(String topic, String operation, RuntimeException cause) {
    ApiException refused =
        ApiException.of(
            503,
            "kafka_refuses",
            "the node's principal may not %s topic %s".formatted(operation, topic),
            "allow it as docs/security.md says, or create the topic with cleanup.policy=compact");
    refused.initCause(cause);
    return refused;
  }
}

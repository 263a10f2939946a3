package dev.tidemark.node.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.tidemark.runtime.base.JobException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the cluster's topics where they are missing, and refuses such as would lose something.
 */
final class ClusterTopics {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterTopics.class);
  private static final int REPLICATION_MAX = 3;
  private static final int APPEAR_MS = 15_000;
  private static final int CHUNK_RECORD_BYTES_MAX = 1 << 20;

  private final Admin admin;
  private final TopicNames names;
  private final String bootstrapServers;

  ClusterTopics(Admin admin, TopicNames names, String bootstrapServers) {
    this.admin = admin;
    this.names = names;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Makes all topics be there.
   *
   * @return the id of the Kafka cluster
   * @throws JobException if no broker answers, a permission is missing, or a topic is of another
   *     kind
   */
  String open() {
    String cluster = await(admin.describeCluster().clusterId(), AclOperation.DESCRIBE, "");
    int brokers = await(admin.describeCluster().nodes(), AclOperation.DESCRIBE, "").size();
    Set<String> existing = existing();
    for (String topic : names.all()) {
      if (!existing.contains(topic)) {
        create(topic, (short) Math.min(REPLICATION_MAX, Math.max(1, brokers)));
      }
    }
    names.all().forEach(this::check);
    return cluster;
  }

  private Set<String> existing() {
    // a topic that may not be described is listed nowhere; creating it tells the two apart
    return await(admin.listTopics().names(), AclOperation.DESCRIBE, names.cluster() + "-");
  }

  private void create(String topic, short replication) {
    NewTopic created = new NewTopic(topic, 1, replication).configs(settings(topic, replication));
    try {
      await(admin.createTopics(List.of(created)).all(), AclOperation.CREATE, topic);
      LOG.info("topic={} replication={} created", topic, replication);
    } catch (AlreadyThere e) {
      LOG.debug("topic={} was created by another node", topic);
    }
  }

  private Map<String, String> settings(String topic, short replication) {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(recordBytesMax(topic)));
    if (replication == REPLICATION_MAX) {
      settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
    }
    if (topic.equals(names.nodes())) {
      // written every other second and read from its start: only what is compacted stays short
      settings.put(TopicConfig.SEGMENT_MS_CONFIG, "600000");
      settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(4 << 20));
      settings.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01");
      settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, "60000");
      settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }
    return settings;
  }

  private int recordBytesMax(String topic) {
    return topic.equals(names.chunks()) ? CHUNK_RECORD_BYTES_MAX : KafkaClients.RECORD_BYTES_MAX;
  }

  private void check(String topic) {
    int partitions = whenThere(topic, () -> describe(topic)).partitions().size();
    Config config = whenThere(topic, () -> config(topic));
    List<String> wrong = new ArrayList<>();
    List<String> remedies = new ArrayList<>();
    String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      wrong.add("cleanup.policy=" + policy);
      remedies.add("cleanup.policy=compact");
    }
    int bytes = recordBytesMax(topic);
    if (Long.parseLong(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)) < bytes) {
      wrong.add("max.message.bytes=" + value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
      remedies.add("max.message.bytes=" + bytes);
    }
    if (!wrong.isEmpty()) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          "topic %s has %s; nodes would lose what they keep in it"
              .formatted(topic, String.join(" and ", wrong)),
          "kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config %s"
              .formatted(topic, String.join(",", remedies)));
    }
    if (partitions != 1) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          "topic %s has %d partitions, and nodes need the order of one"
              .formatted(topic, partitions),
          "delete it if it is not a cluster's, or give the nodes another cluster.name");
    }
  }

  private static String value(Config config, String key) {
    @Nullable String value = config.get(key) == null ? null : config.get(key).value();
    return value == null ? "" : value;
  }

  private @Nullable TopicDescription describe(String topic) {
    return await(admin.describeTopics(List.of(topic)).allTopicNames(), AclOperation.DESCRIBE, topic)
        .get(topic);
  }

  private @Nullable Config config(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return await(
            admin.describeConfigs(List.of(resource)).all(), AclOperation.DESCRIBE_CONFIGS, topic)
        .get(resource);
  }

  /**
   * Each broker learns of a new topic a moment after the controller has created it, and each
   * question may go to another one.
   */
  private static <T> T whenThere(String topic, Supplier<@Nullable T> question) {
    long end = System.nanoTime() + MILLISECONDS.toNanos(APPEAR_MS);
    while (true) {
      try {
        @Nullable T found = question.get();
        if (found != null) {
          return found;
        }
      } catch (NotThere e) {
        LOG.debug("topic={} is not there yet", topic);
      }
      if (System.nanoTime() > end) {
        throw new JobException(
            JobException.Code.TOPIC_MISSING,
            "topic %s was created and does not appear".formatted(topic),
            "see the controller's log");
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(50));
    }
  }

  private <T> T await(KafkaFuture<T> future, AclOperation operation, String topic) {
    try {
      return future.get(KafkaClients.ANSWER_MS + 2_000L, MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobException(JobException.Code.INTERNAL, "interrupted", "start it again", e);
    } catch (TimeoutException e) {
      throw unreachable(bootstrapServers, e);
    } catch (ExecutionException e) {
      throw translated(e.getCause() == null ? e : e.getCause(), operation, topic);
    }
  }

  private RuntimeException translated(Throwable cause, AclOperation operation, String topic) {
    if (cause instanceof TopicExistsException) {
      return new AlreadyThere(cause);
    }
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new NotThere(cause);
    }
    if (cause instanceof AuthorizationException) {
      return notAuthorized(operation, topic, cause);
    }
    if (cause instanceof AuthenticationException) {
      return new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the brokers at %s refuse the node: %s".formatted(bootstrapServers, cause.getMessage()),
          "check security.protocol and sasl.* or ssl.* in the node's configuration",
          cause);
    }
    if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      return unreachable(bootstrapServers, cause);
    }
    return new JobException(
        JobException.Code.INTERNAL,
        "the brokers at %s answered about topic %s: %s"
            .formatted(bootstrapServers, topic, cause.getMessage()),
        "see the broker's log",
        cause);
  }

  private JobException notAuthorized(AclOperation operation, String topic, Throwable cause) {
    return new JobException(
        JobException.Code.NOT_AUTHORIZED,
        "the node's principal may not %s topic %s"
            .formatted(Acls.word(operation), topic.isEmpty() ? names.cluster() + "-*" : topic),
        Acls.remedy(operation, names.cluster()),
        cause);
  }

  static JobException unreachable(String bootstrapServers, Throwable cause) {
    return new JobException(
        JobException.Code.BROKER_UNREACHABLE,
        "no Kafka broker answers at " + bootstrapServers,
        "start one (tidemark dev), or set bootstrap.servers to where one is",
        cause);
  }

  private static final class AlreadyThere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AlreadyThere(Throwable cause) {
      super(cause);
    }
  }

  private static final class NotThere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotThere(Throwable cause) {
      super(cause);
    }
  }
}

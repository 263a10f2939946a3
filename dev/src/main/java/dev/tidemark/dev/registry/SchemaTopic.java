package dev.tidemark.dev.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topic that keeps the schemas: one partition, compacted. */
final class SchemaTopic implements AutoCloseable {
  static final String NAME = "_schemas";
  static final TopicPartition PARTITION = new TopicPartition(NAME, 0);

  /** The largest record, in bytes: the largest request, with every quotation mark escaped. */
  static final int RECORD_BYTES_MAX = 3 * RegistryServer.BODY_BYTES_MAX;

  private static final int TIMEOUT_MS = 15_000;
  private static final int RETRY_MS = 20;

  private final Admin admin;

  private SchemaTopic(Admin admin) {
    this.admin = admin;
  }

  /**
   * Creates the topic where it is missing.
   *
   * @throws IllegalStateException if it can't be created, or is one that would lose schemas
   */
  static SchemaTopic open(String bootstrapServers) {
    SchemaTopic topic =
        new SchemaTopic(
            Admin.create(
                Map.of(
                    "bootstrap.servers",
                    bootstrapServers,
                    "client.id",
                    "tidemark-schema-registry",
                    "request.timeout.ms",
                    TIMEOUT_MS,
                    "default.api.timeout.ms",
                    TIMEOUT_MS)));
    try {
      topic.create();
      topic.check();
      return topic;
    } catch (ExecutionException | TimeoutException e) {
      topic.close();
      throw new IllegalStateException(
          "topic %s of %s can't be used: %s".formatted(NAME, bootstrapServers, reason(e)), e);
    } catch (RuntimeException e) {
      topic.close();
      throw e;
    }
  }

  /** The offset after the last record whose transaction has ended. */
  long endOffset() {
    try {
      return get(admin
              .listOffsets(
                  Map.of(PARTITION, OffsetSpec.latest()),
                  new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
              .partitionResult(PARTITION))
          .offset();
    } catch (ExecutionException | TimeoutException e) {
      throw RegistryException.store("The end of topic " + NAME + " is unknown", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private void create() throws ExecutionException, TimeoutException {
    NewTopic topic =
        new NewTopic(NAME, Optional.of(1), Optional.empty())
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    Integer.toString(RECORD_BYTES_MAX)));
    try {
      get(admin.createTopics(List.of(topic)).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private void check() throws ExecutionException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, NAME);
    int partitions = description().partitions().size();
    String policy =
        found(get(admin.describeConfigs(List.of(resource)).all()).get(resource))
            .get(TopicConfig.CLEANUP_POLICY_CONFIG)
            .value();
    if (partitions != 1 || !policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      throw new IllegalStateException(
          "topic %s has %d partitions and cleanup.policy=%s, schemas need 1 and compact; delete or alter it"
              .formatted(NAME, partitions, policy));
    }
  }

  /**
   * Describes the topic; the broker may learn of a new one a moment after the controller has
   * created it.
   */
  private TopicDescription description() throws ExecutionException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
    while (true) {
      try {
        return found(get(admin.describeTopics(List.of(NAME)).allTopicNames()).get(NAME));
      } catch (ExecutionException e) {
        boolean unknownYet = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!unknownYet || System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MS));
      }
    }
  }

  private static <T> T found(@Nullable T description) {
    return Objects.requireNonNull(description, "the broker described another topic");
  }

  private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
    try {
      return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExecutionException("interrupted", e);
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

package dev.tidemark.tests.base;

import dev.tidemark.cli.demo.TopicReader;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What tests do to a broker that somebody else has started. Thread-safe. */
public final class TestKafka implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(20);

  /** Longer than any session of a test's consumers. */
  private static final Duration GROUPS_EMPTY = Duration.ofSeconds(60);

  private final String bootstrapServers;
  private final Map<String, String> security;
  private final Admin admin;

  public TestKafka(String bootstrapServers) {
    this(bootstrapServers, Map.of());
  }

  /** With the properties that clients need to be let in. */
  public TestKafka(String bootstrapServers, Map<String, String> security) {
    this.bootstrapServers = bootstrapServers;
    this.security = Map.copyOf(security);
    this.admin = Admin.create(with(Map.of()));
  }

  private Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(security);
    properties.putAll(more);
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /**
   * A record to publish.
   *
   * @param partition where to
   * @param timestamp of the record
   */
  public record Message(
      String topic, int partition, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {

    public static Message text(
        String topic, int partition, long timestamp, String key, String value) {
      return new Message(topic, partition, timestamp, Text.bytes(key), Text.bytes(value));
    }
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  public Admin admin() {
    return admin;
  }

  public void createTopic(String topic, int partitions) {
    createTopic(topic, partitions, Map.of());
  }

  /** The same with settings of the topic. */
  public void createTopic(String topic, int partitions, Map<String, String> configs) {
    await(
        admin
            .createTopics(
                List.of(
                    new NewTopic(topic, Optional.of(partitions), Optional.empty())
                        .configs(configs)))
            .all());
    // an answer about offsets means that the partitions have a leader
    Await.until("topic " + topic + " has leaders", ANSWER, () -> hasLeaders(topic, partitions));
  }

  /** Adds access control lists, and returns when the broker goes by them. */
  public void allow(List<AclBinding> bindings) {
    await(admin.createAcls(bindings).all());
    Await.until(
        "the access control lists are in force",
        ANSWER,
        () -> await(admin.describeAcls(AclBindingFilter.ANY).values()).containsAll(bindings));
  }

  /** Removes all topics but the broker's and the registry's own. */
  public void deleteTopics() {
    Set<String> topics =
        await(admin.listTopics().names()).stream()
            .filter(name -> !name.startsWith("_"))
            .collect(Collectors.toSet());
    deleteTopics(topics);
  }

  /** Removes some topics. */
  public void deleteTopics(String... topics) {
    deleteTopics(Set.of(topics));
  }

  private void deleteTopics(Set<String> topics) {
    await(admin.deleteTopics(topics).all());
    Await.until(
        "the topics " + topics + " are gone",
        ANSWER,
        () -> await(admin.listTopics().names()).stream().noneMatch(topics::contains));
  }

  /** All topics but the broker's own. */
  public Set<String> topics() {
    return new TreeSet<>(await(admin.listTopics().names()));
  }

  /** All groups. */
  public List<String> groups() {
    return await(admin.listGroups().all()).stream().map(GroupListing::groupId).sorted().toList();
  }

  /** Removes all groups. Their members must have left, or their sessions must end soon. */
  void deleteGroups() {
    Await.until(
        () -> "the groups " + groups() + " are gone", GROUPS_EMPTY, this::triesToDeleteGroups);
  }

  private boolean triesToDeleteGroups() {
    List<String> groups = groups();
    try {
      admin.deleteConsumerGroups(groups).all().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the broker", e);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Publishes in this order, and returns when the broker has everything. */
  public void publish(List<Message> messages) {
    try (KafkaProducer<byte @Nullable [], byte @Nullable []> producer = producer()) {
      messages.forEach(message -> producer.send(recordOf(message)));
      producer.flush();
    }
  }

  /** An idempotent producer that waits for the broker. */
  public KafkaProducer<byte @Nullable [], byte @Nullable []> producer() {
    return new KafkaProducer<>(
        with(Map.of("acks", "all", "linger.ms", 50)),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  public static ProducerRecord<byte @Nullable [], byte @Nullable []> recordOf(Message message) {
    return new ProducerRecord<>(
        message.topic(), message.partition(), message.timestamp(), message.key(), message.value());
  }

  /** All committed records in the order (partition, offset); none where there is no such topic. */
  public List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> read(String topic) {
    if (!exists(topic)) {
      return List.of();
    }
    return new TopicReader(bootstrapServers, security, new InMemorySchemaRegistry(), ANSWER)
        .readRaw(topic);
  }

  /** All committed records, values as text. */
  public Content content(String topic) {
    return Content.of(topic, read(topic), Text::ofValue);
  }

  /** All committed records, values as hexadecimal digits. */
  public Content rawContent(String topic) {
    return Content.of(topic, read(topic), Text::hex);
  }

  boolean exists(String topic) {
    return await(admin.listTopics().names()).contains(topic);
  }

  /** The end offsets of a topic by partition. */
  public Map<Integer, Long> ends(String topic) {
    TopicDescription description =
        Objects.requireNonNull(
            await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
    return offsets(topic, description.partitions().size());
  }

  /** Whether every copy of every partition is as new as its leader; no, while nobody can tell. */
  public boolean isInSync() {
    try {
      Set<String> topics =
          await(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
      return await(admin.describeTopics(topics).allTopicNames()).values().stream()
          .flatMap(topic -> topic.partitions().stream())
          .allMatch(partition -> partition.isr().size() == partition.replicas().size());
    } catch (IllegalStateException | UnknownTopicOrPartitionException e) {
      return false;
    }
  }

  private boolean hasLeaders(String topic, int partitions) {
    try {
      return ends(topic).size() == partitions;
    } catch (UnknownTopicOrPartitionException e) {
      return false;
    }
  }

  private Map<Integer, Long> offsets(String topic, int count) {
    Map<TopicPartition, OffsetSpec> asked =
        IntStream.range(0, count)
            .boxed()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic, partition),
                    partition -> OffsetSpec.latest()));
    Map<Integer, Long> ends = new TreeMap<>();
    await(admin.listOffsets(asked).all())
        .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    return ends;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  public static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the broker", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
        throw unknown;
      }
      throw new IllegalStateException("the broker refused: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the broker did not answer", e);
    }
  }
}

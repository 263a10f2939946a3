package dev.tidemark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of a broker, as a user of jobs sees them. */
final class TestTopics implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final String bootstrapServers;
  private final Admin admin;
  private final KafkaProducer<String, String> producer;

  TestTopics(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
    this.admin = Admin.create(config);
    this.producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  /** Makes empty topics of these names and numbers of partitions; those that there were go. */
  void create(Object... namesAndPartitions) {
    List<NewTopic> wanted = new ArrayList<>();
    for (int i = 0; i < namesAndPartitions.length; i += 2) {
      int partitions = (Integer) namesAndPartitions[i + 1];
      wanted.add(new NewTopic((String) namesAndPartitions[i], partitions, (short) 1));
    }
    Set<String> there = names();
    List<String> old = wanted.stream().map(NewTopic::name).filter(there::contains).toList();
    get(admin.deleteTopics(old).all());
    TestNodes.await(() -> old.stream().noneMatch(names()::contains), "topics are deleted");
    get(admin.createTopics(wanted).all());
  }

  void send(String topic, int partition, String... values) {
    for (String value : values) {
      producer.send(new ProducerRecord<>(topic, partition, null, value));
    }
    producer.flush();
  }

  /** Waits until a topic holds so many committed records, then compares all. */
  void awaitValues(String topic, String... values) {
    TestNodes.await(
        PATIENCE, () -> values(topic).size() >= values.length, () -> topic + values(topic));
    assertThat(values(topic)).containsExactlyInAnyOrder(values);
  }

  Set<String> names() {
    return get(admin.listTopics().names());
  }

  List<String> internal(String job) {
    return names().stream().filter(topic -> topic.startsWith(job + ".r")).sorted().toList();
  }

  List<String> groups() {
    Collection<GroupListing> groups = get(admin.listGroups().all());
    return groups.stream().map(GroupListing::groupId).toList();
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }

  private List<String> values(String topic) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<String> values = new ArrayList<>();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < end(ends, each))) {
        consumer.poll(Duration.ofMillis(100)).forEach(read -> values.add(read.value()));
      }
      return values;
    }
  }

  private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
    return Objects.requireNonNull(ends.get(partition));
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}

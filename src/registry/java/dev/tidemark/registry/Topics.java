package dev.tidemark.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of one partition, for tests. */
record Topics(String bootstrapServers) {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  void create(String... names) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(config())) {
      admin
          .createTopics(
              Stream.of(names)
                  .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                  .toList())
          .all()
          .get();
    }
  }

  void publish(String topic, List<byte[]> values) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer())) {
      values.forEach(value -> producer.send(new ProducerRecord<>(topic, value)));
    }
  }

  /** Waits for so many records. */
  List<byte[]> read(String topic, int count) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<byte[]> values = new ArrayList<>();
      long end = System.nanoTime() + LIMIT.toNanos();
      while (values.size() < count) {
        if (System.nanoTime() > end) {
          throw new AssertionError(topic + " has " + values.size() + " of " + count + " records");
        }
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }

  private Map<String, Object> config() {
    return Map.of("bootstrap.servers", bootstrapServers);
  }
}

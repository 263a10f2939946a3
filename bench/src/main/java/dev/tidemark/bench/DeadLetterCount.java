package dev.tidemark.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The number of dead letters that one run of the canonical job has committed.
 *
 * @param doubled those whose record has one already
 */
record DeadLetterCount(long all, long doubled) {
  private static final String TOPIC = new CanonicalRevenue().name() + "-dead-letters";
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * Reads them.
   *
   * @param run its application id
   */
  static DeadLetterCount of(String bootstrapServers, String run) {
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Set<String> records = new HashSet<>();
      long all = 0;
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL)) {
          if (header(letter, "tidemark.run").equals(run)) {
            all++;
            records.add(
                header(letter, "__streams.errors.partition")
                    + "@"
                    + header(letter, "__streams.errors.offset"));
          }
        }
      }
      return new DeadLetterCount(all, all - records.size());
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}

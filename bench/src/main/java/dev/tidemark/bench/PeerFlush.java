package dev.tidemark.bench;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The event that the peer's last windows wait for. In Kafka Streams, time moves by events only; so
 * that the peer isn't blamed for windows that nothing closes, one record a day later is written
 * into each partition of its repartition topic once all else is processed. Written to the orders,
 * it would overtake other partitions and cost the peer more than it gives.
 */
final class PeerFlush {
  private static final long A_DAY_MS = 86_400_000;
  private static final String REGION = "flush";

  private PeerFlush() {}

  /** Writes the records and waits until the broker has them. */
  static void send(String bootstrapServers, String repartitionTopic) {
    long time = CanonicalInput.FIRST_EVENT + CanonicalInput.SPAN_MS + A_DAY_MS;
    try (Producer<String, Long> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new StringSerializer(),
            new LongSerializer())) {
      for (var partition : producer.partitionsFor(repartitionTopic)) {
        producer.send(
            new ProducerRecord<>(repartitionTopic, partition.partition(), time, REGION, 0L));
      }
      producer.flush();
    }
  }
}

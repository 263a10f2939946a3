package dev.tidemark.topology.runtime;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** Kafka's own clients, but a main consumer that can be asked for its progress. */
final class ClientSupplier extends DefaultKafkaClientSupplier {

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return ConsumerProgress.observed(config);
  }
}

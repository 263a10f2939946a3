package dev.tidemark.runtime.streams;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's own clients, but a main consumer that can be asked for its progress, and a producer that
 * can prove ownership.
 */
public final class ClientSupplier implements KafkaClientSupplier {

  private final TablesBeforeStreams tables;
  private final ReadLimits limits;
  private final RunServices watch;

  public ClientSupplier(TablesBeforeStreams tables, ReadLimits limits, RunServices watch) {
    this.tables = tables;
    this.limits = limits;
    this.watch = watch;
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return TransactionFence.producer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return ConsumerProgress.observed(config, tables, limits, watch);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}

package dev.tidemark.bench;

import dev.tidemark.bench.ResultCheck.Result;
import dev.tidemark.schemas.RegionRevenue;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what has been committed to an output topic, from its beginning. */
final class OutputReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Codec<RegionRevenue> codec;
  private final List<Result> results = new ArrayList<>();

  OutputReader(String bootstrapServers, String topic, SchemaRegistry registry) {
    codec = Types.avro(RegionRevenue.class).topicCodec(registry, Topics.subjectOf(topic));
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** All results committed until now. */
  List<Result> readUpToNow() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
        results.add(result(message));
      }
    }
    return Collections.unmodifiableList(results);
  }

  private Result result(ConsumerRecord<byte[], byte[]> message) {
    Decoded<RegionRevenue> decoded = codec.decode(message.value());
    if (decoded instanceof Decoded.Ok<RegionRevenue> ok) {
      return result(ok.value());
    }
    throw new IllegalStateException(
        "%s-%d holds an undecodable result at offset %d: %s"
            .formatted(message.topic(), message.partition(), message.offset(), decoded));
  }

  /** A result as it is compared. */
  static Result result(RegionRevenue revenue) {
    return new Result(
        new Pane(
            revenue.getRegion(),
            revenue.getWindowStart().toEpochMilli(),
            revenue.getWindowEnd().toEpochMilli()),
        new Revenue(revenue.getAmountCents(), revenue.getOrders()));
  }

  @Override
  public void close() {
    consumer.close();
  }
}

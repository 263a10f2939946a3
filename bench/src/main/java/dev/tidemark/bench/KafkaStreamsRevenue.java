package dev.tidemark.bench;

import static dev.tidemark.bench.CanonicalInput.OUT_OF_ORDER_MS;
import static dev.tidemark.bench.CanonicalInput.WINDOW_MS;

import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.schemas.RegionRevenue;
import dev.tidemark.schemas.User;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The peer: the canonical job in the Kafka Streams DSL, as its documentation teaches it. What
 * crosses the repartition topic is as small as it can be, a region and an amount.
 */
final class KafkaStreamsRevenue {
  /** The name of the grouping; the repartition topic is named after it. */
  static final String GROUPING = "by-region";

  private static final TimeWindows WINDOWS =
      TimeWindows.ofSizeAndGrace(Duration.ofMillis(WINDOW_MS), Duration.ofMillis(OUT_OF_ORDER_MS));

  private static final int TRANSACTION_TIMEOUT_MS = 15_000;

  private KafkaStreamsRevenue() {}

  private record RegionalOrder(String region, long amountCents) {}

  static Topology topology(EngineSettings settings, SchemaRegistry registry, Properties config) {
    Serde<Order> orderSerde =
        CodecSerde.ofSubject(Types.avro(Order.class), registry, Topics.ORDERS_SUBJECT);
    Serde<User> userSerde =
        CodecSerde.ofSubject(Types.avro(User.class), registry, Topics.USERS_SUBJECT);
    Serde<RegionRevenue> revenueSerde =
        CodecSerde.ofSubject(
            Types.avro(RegionRevenue.class), registry, Topics.subjectOf(settings.outputTopic()));

    StreamsBuilder builder = new StreamsBuilder();
    KTable<String, User> users =
        builder.table(
            Topics.USERS, Consumed.with(Serdes.String(), userSerde), Materialized.as("users"));
    KStream<String, Long> amountsByRegion =
        builder.stream(
                Topics.ORDERS,
                Consumed.with(Serdes.String(), orderSerde).withTimestampExtractor(createdAt()))
            .filter((userId, order) -> order.getStatus() == OrderStatus.PAID, Named.as("paid"))
            .join(
                users,
                (order, user) -> new RegionalOrder(user.getRegion(), order.getAmountCents()),
                Joined.as("with-user"))
            .map(
                (userId, order) -> KeyValue.pair(order.region(), order.amountCents()),
                Named.as("amount-by-region"));
    amountsByRegion
        .groupByKey(Grouped.with(GROUPING, Serdes.String(), Serdes.Long()))
        .windowedBy(WINDOWS)
        .aggregate(
            () -> Revenue.NONE,
            (region, cents, revenue) -> revenue.plus(new Revenue(cents, 1)),
            Materialized.<String, Revenue, WindowStore<Bytes, byte[]>>as("revenue")
                .withKeySerde(Serdes.String())
                .withValueSerde(new RevenueSerde()))
        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()).withName("final"))
        .toStream(Named.as("closed"))
        .map(KafkaStreamsRevenue::result, Named.as("result"))
        .to(settings.outputTopic(), Produced.with(Serdes.String(), revenueSerde));
    return builder.build(config);
  }

  static Properties config(EngineSettings settings) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitIntervalMs());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
    // As Tidemark does: a machine that stalls for a moment must not abort what is under way.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        TRANSACTION_TIMEOUT_MS);
    return config;
  }

  private static TimestampExtractor createdAt() {
    return (message, partitionTime) -> ((Order) message.value()).getCreatedAt().toEpochMilli();
  }

  private static KeyValue<String, RegionRevenue> result(Windowed<String> key, Revenue revenue) {
    return KeyValue.pair(
        key.key(),
        RegionRevenue.newBuilder()
            .setRegion(key.key())
            .setWindowStart(key.window().startTime())
            .setWindowEnd(key.window().endTime())
            .setAmountCents(revenue.amountCents())
            .setOrders(revenue.orders())
            .build());
  }
}

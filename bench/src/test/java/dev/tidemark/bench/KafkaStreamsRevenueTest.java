package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.CanonicalInput.GeneratedOrder;
import dev.tidemark.bench.ResultCheck.Result;
import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.RegionRevenue;
import dev.tidemark.schemas.User;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaStreamsRevenueTest {
  private static final String OUTPUT = "revenue-by-region";
  private static final int PARTITION = 2;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final CanonicalInput input = new CanonicalInput(8_000, 1_000, 11);
  private final ExpectedRevenue expected = new ExpectedRevenue(input);

  @Test
  void shouldCountEveryPaidOrderWhereOnePartitionIsAllThereIs(@TempDir Path stateDir) {
    registry.register(Topics.USERS_SUBJECT, User.getClassSchema());
    registry.register(Topics.ORDERS_SUBJECT, Order.getClassSchema());
    registry.register(Topics.subjectOf(OUTPUT), RegionRevenue.getClassSchema());
    EngineSettings settings =
        new EngineSettings(
            Engines.KAFKA_STREAMS,
            "none:0",
            "http://none",
            "peer",
            Topics.ORDERS,
            OUTPUT,
            stateDir.toString(),
            1,
            1000,
            Map.of());
    Properties config = KafkaStreamsRevenue.config(settings);

    try (TopologyTestDriver driver =
        new TopologyTestDriver(KafkaStreamsRevenue.topology(settings, registry, config), config)) {
      pipeUsers(driver);
      pipeOrders(driver);

      ResultCheck check = ResultCheck.compare(expected, results(driver));
      assertThat(check.differences()).isEmpty();
      assertThat(check.ordersCounted()).isEqualTo(check.ordersExpected()).isPositive();
    }
  }

  private void pipeUsers(TopologyTestDriver driver) {
    TestInputTopic<String, User> users =
        driver.createInputTopic(
            Topics.USERS,
            new StringSerializer(),
            CodecSerde.ofSubject(Types.avro(User.class), registry, Topics.USERS_SUBJECT));
    for (int user : input.usersIn(PARTITION)) {
      users.pipeInput(CanonicalInput.userId(user), InputLoader.user(input, user));
    }
  }

  private void pipeOrders(TopologyTestDriver driver) {
    TestInputTopic<String, Order> orders =
        driver.createInputTopic(
            Topics.ORDERS,
            new StringSerializer(),
            CodecSerde.ofSubject(Types.avro(Order.class), registry, Topics.ORDERS_SUBJECT));
    input.forEachOrder(
        PARTITION,
        order -> {
          expected.add(order);
          pipe(orders, order);
        });
    long aDayLater = expected.finalWatermark() + 86_400_000;
    pipe(orders, new GeneratedOrder(0, input.usersIn(PARTITION)[0], true, 0, aDayLater));
  }

  private static void pipe(TestInputTopic<String, Order> orders, GeneratedOrder order) {
    orders.pipeInput(
        CanonicalInput.userId(order.user()), InputLoader.order(order), order.createdAt());
  }

  private List<Result> results(TopologyTestDriver driver) {
    return driver
        .createOutputTopic(
            OUTPUT,
            new StringDeserializer(),
            CodecSerde.ofSubject(
                Types.avro(RegionRevenue.class), registry, Topics.subjectOf(OUTPUT)))
        .readValuesToList()
        .stream()
        .map(OutputReader::result)
        .filter(result -> expected.completes(result.pane().windowEnd()))
        .toList();
  }
}

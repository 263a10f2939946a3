package dev.tidemark.testkit;

import static dev.tidemark.serde.Types.STRING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.codec.SubjectNameStrategy;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import dev.tidemark.topology.aggregation.Aggregation;
import dev.tidemark.topology.aggregation.TimeWindow;
import dev.tidemark.topology.dsl.Aggregations;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.progress.JobProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A plan in which two stages write to one exchange; no operator of the DSL makes one yet. */
class TwoInputWorldTest {
  private static final Exchange BOTH = new Exchange("both", "left");
  private static final Exchange COUNTS = new Exchange("counts", "left");
  private static final int PARTITIONS = 2;

  private final World world = new World(plan(), PARTITIONS, new InMemorySchemaRegistry());

  @Test
  void shouldMergeTheWatermarksOfBothSides() {
    sendEverywhere("left", 1);
    sendEverywhere("left", 100);
    assertThat(world.written("out")).as("nothing is known of the right side").isEmpty();

    world.restart();
    sendEverywhere("right", 2);
    sendEverywhere("right", 100);

    assertThat(world.written("out"))
        .extracting(written -> new String(written.value(), UTF_8))
        .containsExactly("0: 4");
  }

  @Test
  void shouldBalanceTheLedgerOfBothSides() {
    sendEverywhere("left", 1);
    sendEverywhere("right", 2);
    sendEverywhere("right", 100);
    sendEverywhere("right", 3);
    world.becomeIdle();

    assertThat(world.progress().sources())
        .hasSize(2 * PARTITIONS)
        .allMatch(JobProgress.SourcePartition::balanced);
    assertThat(world.progress().sources())
        .extracting(s -> s.topic() + ": " + s.late())
        .containsExactly("left: 0", "left: 0", "right: 1", "right: 1");
  }

  /** One event for each partition: the key decides which. */
  private void sendEverywhere(String topic, long time) {
    boolean[] sent = new boolean[PARTITIONS];
    for (int i = 0; !sent[0] || !sent[1]; i++) {
      byte[] key = ("k" + i).getBytes(UTF_8);
      int partition =
          org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(
              key, PARTITIONS);
      if (!sent[partition]) {
        sent[partition] = true;
        world.send(topic, key, Long.toString(time).getBytes(UTF_8));
      }
    }
  }

  private static PhysicalPlan plan() {
    Node.Window window =
        new Node.Window(
            "counts",
            "both",
            new Node.Window.Keying(STRING, element -> "all"),
            new Node.Window.Closing(new WindowSpec.Tumbling(10), 0, Optional.empty(), 0),
            count(),
            (bounds, count) -> ((TimeWindow<?>) bounds).start().toEpochMilli() + ": " + count,
            Optional.empty());
    return new PhysicalPlan(
        "two-inputs",
        List.of(
            side("left"),
            side("right"),
            new Stage(
                "both",
                List.of(
                    new Node.ReceiveElements("both", BOTH, STRING),
                    new Node.PartialWindow("counts-partial", "both", COUNTS, window))),
            new Stage(
                "counts",
                List.of(
                    new Node.FinalWindow("counts", COUNTS, window),
                    new Node.Sink("to-out", "counts", "out", STRING, line -> line, STRING)))),
        List.of(),
        Map.of(),
        List.of(),
        OnError.DEAD_LETTER,
        SubjectNameStrategy.TOPIC_NAME);
  }

  private static Stage side(String topic) {
    EventTime time =
        new EventTime(
            element -> Instant.ofEpochMilli(Long.parseLong((String) element)),
            0,
            OptionalLong.of(1),
            OptionalLong.empty());
    return new Stage(
        topic,
        List.of(
            new Node.Source(topic, topic, STRING, Optional.of(time)),
            new Node.SendElements(
                topic + "-send", topic, BOTH, STRING, element -> element, STRING)));
  }

  @SuppressWarnings("unchecked")
  private static Aggregation<Object, Object, Object> count() {
    return (Aggregation<Object, Object, Object>) (Aggregation<?, ?, ?>) Aggregations.count();
  }
}

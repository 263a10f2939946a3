package dev.tidemark.node.cluster;

import static dev.tidemark.node.cluster.TestCluster.await;
import static dev.tidemark.node.cluster.TestCluster.config;
import static dev.tidemark.node.cluster.TestCluster.node;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.Json;
import dev.tidemark.node.SharedBroker;
import dev.tidemark.node.cluster.TestCluster.Opened;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What should not be in the cluster's topics, and yet may be. */
class ClusterOddsIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @Test
  void shouldSkipWhatNoNodeHasWritten() throws Exception {
    try (Opened a = open("a", "a", "foreign")) {
      a.memory().book().change("job", old -> Optional.of(Specs.spec("job", 1, "me")));
      byte[] another = Json.mapper().writeValueAsBytes(Specs.spec("another", 1, "me"));
      for (byte[] value : new byte[][] {"null".getBytes(UTF_8), "{".getBytes(UTF_8), another}) {
        send("foreign-jobs", "job", value);
        send("foreign-jars", "0".repeat(64), value);
        send("foreign-nodes", "a", value);
      }

      a.memory().book().change("next", old -> Optional.of(Specs.spec("next", 1, "me")));

      assertThat(a.memory().book().jobs()).containsOnlyKeys("job", "next");
      assertThat(a.memory().jars().list()).isEmpty();
      assertThat(a.memory().trouble()).isEmpty();
    }
  }

  @Test
  void shouldSeeThatACopyOfItsFolderRunsAndLetTheElderStay() {
    Instant start = Instant.parse("2026-11-21T10:00:00Z");
    try (Opened elder = open("a", "elder", "double");
        Opened younger = open("a", "younger", "double")) {
      elder.memory().join(Optional.empty(), () -> node("a", start, false));
      assertThat(elder.memory().membership().rival()).isEmpty();

      // the copied folder says that the elder was its predecessor
      younger.memory().join(Optional.of(start), () -> node("a", start.plusSeconds(9), false));
      elder.memory().membership().beatNow();

      await(() -> elder.memory().membership().rival().isPresent(), "the elder sees the younger");
      await(() -> younger.memory().membership().rival().isPresent(), "the younger sees the elder");
      assertThat(elder.memory().membership().isUsurper()).isFalse();
      assertThat(younger.memory().membership().isUsurper()).isTrue();
      younger.memory().membership().leave();
      elder.memory().membership().beatNow();
      assertThat(elder.memory().membership().live()).hasSize(1); // no good-bye in its name
    }
  }

  private Opened open(String id, String name, String cluster) {
    return TestCluster.open(
        config(id, cluster, SharedBroker.bootstrapServers(), folder.resolve(name)));
  }

  private static void send(String topic, String key, byte[] value) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", SharedBroker.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
    }
  }
}

package dev.tidemark.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.supervisor.SampleJars;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import samplejobs.CopyJob;

/** A node whose broker goes away and comes back. */
class NodeOutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final JobSettings SETTINGS = new JobSettings(1, 128, 0, 100, Map.of());

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @Test
  void shouldSayThatItWaitsForKafkaAndGoOnWhenItIsBack() throws Exception {
    EmbeddedKafka.Options options =
        EmbeddedKafka.Options.defaults().withDataDir(folder.resolve("kafka"));
    EmbeddedKafka kafka = EmbeddedKafka.start(options);
    NodeConfig config =
        TestNodes.config("a", "outage", kafka.bootstrapServers(), folder.resolve("a"));
    try (TestTopics topics = new TestTopics(kafka.bootstrapServers())) {
      topics.create("texts", 1, "copies", 1);
      try (Node node = Node.start(config);
          NodeClient client = NodeClient.at(List.of(URI.create(node.url()))).build()) {
        String jar = client.putJar(SampleJars.of(CopyJob.class, folder), sent -> {}).id();
        client.create(new JobRequest("copy", jar, null, null, SETTINGS, null, null), false);
        await(() -> client.job("copy").state() == JobState.RUNNING, "it runs");
        topics.send("texts", 0, "before");
        topics.awaitValues("copies", "BEFORE");
        long pid = client.job("copy").workers().get(0).pid();

        kafka.close();

        await(() -> !client.health().ready(), "it is not ready");
        assertThat(client.health())
            .extracting(HealthView::reasons)
            .satisfies(reasons -> assertThat(reasons.toString()).contains("Kafka"));
        assertThat(client.job("copy").spec().name()).isEqualTo("copy"); // from memory
        assertThatThrownBy(() -> client.change("copy", JobVerb.PAUSE, OptionalLong.empty()))
            .isInstanceOfSatisfying(
                ApiException.class,
                e -> {
                  assertThat(e.status()).isEqualTo(503);
                  assertThat(e.error().errorCode()).isEqualTo("kafka_unavailable");
                });

        kafka = EmbeddedKafka.start(options.withPort(kafka.port()));

        await(() -> client.health().ready(), "it is ready again");
        topics.send("texts", 0, "after");
        topics.awaitValues("copies", "BEFORE", "AFTER");
        assertThat(client.job("copy").workers().get(0).pid()).isEqualTo(pid);
        client.change("copy", JobVerb.STOP, OptionalLong.empty());
        await(() -> client.job("copy").state() == JobState.STOPPED, "it stops");
      }
    } finally {
      kafka.close();
    }
  }

  private static void await(java.util.function.BooleanSupplier condition, String what) {
    TestNodes.await(PATIENCE, condition, () -> what);
  }
}

package dev.tidemark.runtime.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {

  @Test
  void shouldLetAStatedTimeoutWinOverTheDefaultWithAndWithoutItsPrefix() {
    assertThat(consumer(Map.of(), "session.timeout.ms")).isEqualTo(6_000);
    assertThat(consumer(Map.of("session.timeout.ms", "20000"), "session.timeout.ms"))
        .isEqualTo("20000");
    assertThat(consumer(Map.of("consumer.session.timeout.ms", "20000"), "session.timeout.ms"))
        .isEqualTo("20000");
  }

  @Test
  void shouldKeepItsPromisesWhateverIsStated() {
    Properties properties =
        settings(
            Map.of(
                "processing.guarantee", "at_least_once",
                "consumer.auto.offset.reset", "latest",
                "application.id", "other"),
            Duration.ofMillis(200));

    assertThat(properties)
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("consumer.auto.offset.reset", "earliest")
        .containsEntry("application.id", "job.r1");
  }

  @Test
  void shouldPassTheSecurityOfTheNodeThroughUnchanged() {
    Map<String, String> security =
        Map.of(
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config", "org.example.Module required;",
            "ssl.truststore.location", "/etc/trust.p12");

    assertThat(settings(security, Duration.ofMillis(200))).containsAllEntriesOf(security);
  }

  @Test
  void shouldLetATransactionOutliveACommitInterval() {
    for (int seconds : new int[] {1, 10, 60}) {
      Properties properties = settings(Map.of(), Duration.ofSeconds(seconds));
      new StreamsConfig(properties); // throws where the timeout is too short
      assertThat((int) Objects.requireNonNull(properties.get("producer.transaction.timeout.ms")))
          .isGreaterThan(seconds * 1_000);
    }
  }

  private static Object consumer(Map<String, String> kafka, String key) {
    return Objects.requireNonNull(
        new StreamsConfig(settings(kafka, Duration.ofMillis(200)))
            .getMainConsumerConfigs("group", "client", 0)
            .get(key));
  }

  private static Properties settings(Map<String, String> kafka, Duration commitInterval) {
    return StreamsSettings.of(
        new RunConfig(
            "job.r1", "127.0.0.1:1", Map.of(), kafka, Path.of("unused"), 1, commitInterval));
  }
}

package dev.tidemark.runtime.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaPropertiesTest {

  @Test
  void shouldLetAJobTradeThroughputForLatency() {
    assertThatCode(
            () ->
                KafkaProperties.checkAllowed(
                    Map.of(
                        "fetch.min.bytes", "100000",
                        "consumer.max.poll.records", "5000",
                        "restore.consumer.fetch.max.bytes", "1048576",
                        "producer.linger.ms", "5",
                        "compression.type", "lz4",
                        "session.timeout.ms", "30000",
                        "heartbeat.interval.ms", "5000",
                        "num.standby.replicas", "1")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bootstrap.servers                       | which cluster",
        "security.protocol                       | credentials and security",
        "sasl.jaas.config                        | credentials and security",
        "consumer.sasl.jaas.config               | credentials and security",
        "producer.sasl.login.callback.handler.class | credentials and security",
        "sasl.oauthbearer.token.endpoint.url     | credentials and security",
        "sasl.oauthbearer.jwks.endpoint.url      | credentials and security",
        "ssl.keystore.location                   | credentials and security",
        "ssl.engine.factory.class                | credentials and security",
        "schema.registry.url                     | credentials and security",
        "application.id                          | names, folders",
        "group.id                                | names, folders",
        "consumer.group.instance.id              | names, folders",
        "client.id                               | names, folders",
        "transactional.id                        | names, folders",
        "state.dir                               | names, folders",
        "interceptor.classes                     | names a class",
        "consumer.interceptor.classes            | names a class",
        "key.serializer                          | names a class",
        "default.value.serde                     | names a class",
        "partitioner.class                       | names a class",
        "rocksdb.config.setter                   | not on the list",
        "processing.exception.handler            | names a class",
        "default.client.supplier                 | names a class",
        "metric.reporters                        | loads code",
        "config.providers                        | loads code",
        "config.providers.file.class             | loads code",
        "processing.guarantee                    | promise",
        "isolation.level                         | promise",
        "enable.idempotence                      | promise",
        "acks                                    | promise",
        "auto.offset.reset                       | promise",
        "max.request.size                        | promise",
        "group.protocol                          | group protocol",
        "topic.retention.ms                      | internal topics",
        "topic.cleanup.policy                    | internal topics",
        "admin.sasl.jaas.config                  | not on the list",
        "consumer.consumer.linger.ms             | not on the list"
      })
  void shouldRefuseWhatNamesAnAddressASecretAClassOrAPromise(String key, String reason) {
    assertThat(KafkaProperties.problems(Map.of(key, "secret-value")))
        .singleElement()
        .asString()
        .contains("'" + key + "'", reason, "the nearest that it may is")
        .doesNotContain("secret-value");
  }

  @Test
  void shouldRefuseEveryOtherPropertyThatKafkaKnows() {
    for (String key : ConsumerConfig.configNames()) {
      assertRefusedUnlessListed(key);
      assertRefusedUnlessListed("consumer." + key);
    }
    ProducerConfig.configNames().forEach(KafkaPropertiesTest::assertRefusedUnlessListed);
    StreamsConfig.configDef().names().forEach(KafkaPropertiesTest::assertRefusedUnlessListed);
    assertThat(KafkaProperties.allowedKeys())
        .noneMatch(key -> key.matches(".*(sasl|ssl|class|security|provider|reporter|id$|dir$).*"));
  }

  @Test
  void shouldKnowEachAllowedPropertyFromKafka() {
    assertThat(KafkaProperties.allowedKeys())
        .allMatch(
            key ->
                ConsumerConfig.configNames().contains(key)
                    || ProducerConfig.configNames().contains(key)
                    || StreamsConfig.configDef().names().contains(key));
  }

  @ParameterizedTest
  @CsvSource({
    "fetch.min.byte, fetch.min.bytes",
    "linger, linger.ms",
    "consumer.max.pol.records, max.poll.records",
    "compresion.type, compression.type"
  })
  void shouldNameTheNearestAllowedProperty(String key, String nearest) {
    assertThat(KafkaProperties.problems(Map.of(key, "1")))
        .singleElement()
        .asString()
        .endsWith("'" + nearest + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "-1", "0", "100001", "1.5", "${env:HOME}", "999999999999999999999"})
  void shouldRefuseValuesOutOfBounds(String value) {
    assertThat(KafkaProperties.problems(Map.of("max.poll.records", value)))
        .singleElement()
        .isEqualTo("Kafka property 'max.poll.records' must be a whole number from 1 to 100000");
  }

  @Test
  void shouldRefuseAPrefixThatIsNotTheProperty() {
    assertThat(KafkaProperties.problems(Map.of("producer.fetch.min.bytes", "1"))).hasSize(1);
    assertThat(KafkaProperties.problems(Map.of("consumer.compression.type", "lz4"))).hasSize(1);
    assertThat(KafkaProperties.problems(Map.of("consumer.num.standby.replicas", "1"))).hasSize(1);
  }

  @Test
  void shouldRefuseWhatTheClientsWouldRefuseTogether() {
    assertThat(KafkaProperties.problems(Map.of("heartbeat.interval.ms", "5000")))
        .singleElement()
        .asString()
        .contains("at most half of 'session.timeout.ms' (6000)");
    assertThat(
            KafkaProperties.problems(
                Map.of("consumer.heartbeat.interval.ms", "5000", "session.timeout.ms", "10000")))
        .isEmpty();
    assertThat(KafkaProperties.problems(Map.of("delivery.timeout.ms", "20000"))).hasSize(1);
  }

  @Test
  void shouldReportAllAtOnceAndSayWhatIsAllowed() {
    assertThatThrownBy(
            () ->
                KafkaProperties.checkAllowed(
                    Map.of("sasl.jaas.config", "x", "linger.ms", "-1", "acks", "0")))
        .isInstanceOfSatisfying(
            JobException.class,
            e -> {
              assertThat(e.code()).isEqualTo(JobException.Code.CONFIGURATION);
              assertThat(e).hasMessageContainingAll("sasl.jaas.config", "linger.ms", "acks");
              assertThat(e.hint()).contains("fetch.min.bytes");
            });
  }

  @Test
  void shouldShowAStrangeKeyWithoutItsStrangeness() {
    assertThat(KafkaProperties.problems(Map.of("a\nb\u001b[31m" + "x".repeat(10_000), "1")))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem).hasSizeLessThan(400).doesNotContain("\n", "\u001b"));
  }

  private static void assertRefusedUnlessListed(String key) {
    boolean listed = KafkaProperties.allowedKeys().contains(KafkaProperties.withoutPrefix(key));
    boolean refusedByName =
        KafkaProperties.problems(Map.of(key, "?")).stream()
            .anyMatch(problem -> problem.startsWith("a job may not set"));
    assertThat(refusedByName).as(key).isEqualTo(!listed);
  }
}

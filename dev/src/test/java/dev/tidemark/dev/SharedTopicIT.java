package dev.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several registries, one topic. */
final class SharedTopicIT {
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  private static EmbeddedSchemaRegistry registry() {
    return EmbeddedSchemaRegistry.start(
        EmbeddedSchemaRegistry.Options.defaults().withBootstrapServers(kafka.bootstrapServers()));
  }

  @Test
  void shouldAgreeOnEveryIdWhenTwoRegistriesWriteAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (EmbeddedSchemaRegistry left = registry();
        EmbeddedSchemaRegistry right = registry()) {
      List<RegistryHttp> registries =
          List.of(new RegistryHttp(left.url()), new RegistryHttp(right.url()));
      List<String> schemas =
          IntStream.range(0, 10).mapToObj(i -> Schemas.record("Shared" + i)).toList();

      List<List<Future<Integer>>> answers = List.of(new ArrayList<>(), new ArrayList<>());
      for (String schema : schemas) {
        String subject = "shared-" + schemas.indexOf(schema);
        for (int i = 0; i < registries.size(); i++) {
          RegistryHttp http = registries.get(i);
          answers.get(i).add(threads.submit(() -> http.id(subject, schema)));
        }
      }

      List<Integer> ids = ids(answers.get(0));
      assertThat(ids).hasSize(schemas.size()).doesNotHaveDuplicates();
      assertThat(ids(answers.get(1))).isEqualTo(ids);
      String expected = registries.get(0).get("/subjects").text();
      Waiting.await(() -> registries.get(1).get("/subjects").text(), expected);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Integer> ids(List<Future<Integer>> answers) throws Exception {
    List<Integer> ids = new ArrayList<>();
    for (Future<Integer> answer : answers) {
      ids.add(answer.get());
    }
    return ids;
  }

  @Test
  void shouldDecideOnWhatTheOtherRegistryHasJustWritten() {
    try (EmbeddedSchemaRegistry left = registry();
        EmbeddedSchemaRegistry right = registry()) {
      RegistryHttp one = new RegistryHttp(left.url());
      RegistryHttp other = new RegistryHttp(right.url());

      for (int i = 0; i < 5; i++) {
        String subject = "turns-" + i;
        one.id(subject, Schemas.ORDER);
        assertThat(other.register(subject, Schemas.ORDER_WITH_REQUIRED_FIELD).status())
            .isEqualTo(409);
        one.put("/config/" + subject, Schemas.json("{'compatibility':'NONE'}"));
        assertThat(other.register(subject, Schemas.ORDER_WITH_REQUIRED_FIELD).status())
            .isEqualTo(200);
        assertThat(one.delete("/subjects/" + subject).text()).isEqualTo("[1,2]");
      }
    }
  }

  @Test
  void shouldRefuseATopicThatWouldLoseSchemas() throws Exception {
    try (EmbeddedKafka other = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
        Admin admin = Admin.create(Map.of("bootstrap.servers", other.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("_schemas", 2, (short) 1))).all().get();

      assertThatThrownBy(
              () ->
                  EmbeddedSchemaRegistry.start(
                      EmbeddedSchemaRegistry.Options.defaults()
                          .withBootstrapServers(other.bootstrapServers())))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("_schemas has 2 partitions and cleanup.policy=delete");
    }
  }

  @Test
  void shouldAnswerThatItCanNotStoreWhenKafkaIsGone() {
    EmbeddedKafka lost = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
    try (EmbeddedSchemaRegistry registry =
        EmbeddedSchemaRegistry.start(
            EmbeddedSchemaRegistry.Options.defaults()
                .withBootstrapServers(lost.bootstrapServers()))) {
      RegistryHttp http = new RegistryHttp(registry.url());
      http.id("orders-value", Schemas.ORDER);
      lost.close();

      assertThat(http.get("/subjects").text()).isEqualTo(Schemas.json("['orders-value']"));
      RegistryHttp.Reply reply = http.register("orders-value", Schemas.ORDER_WITHOUT_FIELDS);
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.errorCode()).isEqualTo(50001);
    } finally {
      lost.close();
    }
  }
}

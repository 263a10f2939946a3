package dev.tidemark.serde.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.serde.StubRegistry;
import dev.tidemark.serde.StubRegistry.Answer;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryOutageTest {
  private static final String GOOD = "{\"schema\":\"\\\"string\\\"\"}";
  private static final Schema STRING = Schema.create(Schema.Type.STRING);

  private StubRegistry first;
  private StubRegistry second;

  @BeforeEach
  void start() throws IOException {
    first = new StubRegistry();
    second = new StubRegistry();
    second.answer(200, GOOD);
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private SchemaRegistryClient client(String url, String... more) {
    Map<String, String> config = new HashMap<>();
    config.put("schema.registry.url", url);
    config.put("schema.registry.retries", "2");
    config.put("schema.registry.retry.backoff.ms", "1");
    for (int i = 0; i < more.length; i += 2) {
      config.put(more[i], more[i + 1]);
    }
    return new SchemaRegistryClient(RegistryConfig.from(config));
  }

  private SchemaRegistryClient clientOfBoth(String... more) {
    return client(first.url() + ", " + second.url() + "/", more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {\"error_code\":50001,\"message\":\"store\"}",
        "503 | <html>",
        "429 | {}",
        "302 | {}",
        "200 | <html>login</html>",
        "200 | {}",
        "200 | {\"schema\":7}",
        "200 | {\"schema\":\"\\\"int\\\"\"} more",
        "404 | <html>"
      })
  void shouldAskTheNextAddressAndStayThere(int status, String body) {
    first.answer(status, body);
    SchemaRegistryClient client = clientOfBoth();

    assertThat(client.schemaById(1)).isEqualTo(STRING);
    assertThat(client.schemaById(2)).isEqualTo(STRING);

    assertThat(first.asked()).hasSize(1);
    assertThat(second.asked()).hasSize(2);
  }

  @Test
  void shouldAskTheNextAddressWhenNobodyListens() throws IOException {
    String nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = "http://localhost:" + socket.getLocalPort();
    }

    assertThat(client(nobody + "," + second.url()).schemaById(1)).isEqualTo(STRING);
  }

  @Test
  void shouldReturnToTheFirstAddressWhenTheGoodOneFails() {
    first.answer(500, "{}");
    SchemaRegistryClient client = clientOfBoth();
    client.schemaById(1);
    first.answer(200, GOOD);
    second.answer(500, "{}");

    assertThat(client.schemaById(2)).isEqualTo(STRING);
  }

  @Test
  void shouldNotAskTheNextAddressWhenTheAnswerIsFinal() {
    first.answer(404, "{\"error_code\":40403,\"message\":\"none\"}");

    assertThatThrownBy(() -> clientOfBoth().schemaById(1))
        .isInstanceOf(SchemaNotFoundException.class);
    assertThat(second.asked()).isEmpty();
  }

  @Test
  void shouldTryAgainInRoundsAndSucceed() {
    AtomicInteger asked = new AtomicInteger();
    first.answer(
        request -> asked.incrementAndGet() < 3 ? new Answer(503, "{}") : new Answer(200, GOOD));

    assertThat(client(first.url().toString()).schemaById(1)).isEqualTo(STRING);

    assertThat(asked).hasValue(3);
  }

  @Test
  void shouldGiveUpAfterTheLastRoundAndNameEveryAddress() {
    first.answer(503, "{\"error_code\":50003,\"message\":\"no leader\"}");
    second.answer(200, "<html>");

    assertThatThrownBy(() -> clientOfBoth().schemaById(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("schema id 1")
        .hasMessageContaining(first.url() + " answers 503: no leader")
        .hasMessageContaining(second.url() + " answers 200 with something that is not");
    assertThat(first.asked()).hasSize(3);
    assertThat(second.asked()).hasSize(3);
  }

  @Test
  void shouldNotFollowARedirectWithItsCredentials() {
    first.answer(
        request -> new Answer(302, "", Map.of("Location", second.url() + request.path()), false));
    SchemaRegistryClient client =
        client(
            first.url().toString(),
            "bearer.auth.credentials.source",
            "STATIC_TOKEN",
            "bearer.auth.token",
            "t0p-secret");

    assertThatThrownBy(() -> client.schemaById(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("redirects (302)");
    assertThat(second.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotWaitLongerThanItsTimeOut(boolean evenForTheBody) {
    first.answer(
        request -> {
          if (!evenForTheBody) {
            awaitInterrupt();
          }
          return new Answer(200, GOOD, Map.of(), true);
        });

    assertThatThrownBy(
            () ->
                client(
                        first.url().toString(),
                        "schema.registry.request.timeout.ms",
                        "200",
                        "schema.registry.retries",
                        "0")
                    .schemaById(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("no answer within 200 ms");
  }

  private static void awaitInterrupt() {
    try {
      new java.util.concurrent.CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldGiveUpAnAnswerThatIsTooLarge() {
    first.answer(200, " ".repeat(9 * 1024 * 1024));

    assertThatThrownBy(
            () -> client(first.url().toString(), "schema.registry.retries", "0").schemaById(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("the answer exceeds 8388608 bytes");
  }

  @Test
  void shouldStopWaitingWhenItsThreadIsInterrupted() {
    first.answer(503, "{}");
    SchemaRegistryClient client =
        client(first.url().toString(), "schema.registry.retry.backoff.ms", "60000");

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> client.schemaById(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldNotKeepAnOutageInMind() {
    first.answer(503, "{}");
    SchemaRegistryClient client = client(first.url().toString(), "schema.registry.retries", "0");
    assertThatThrownBy(() -> client.schemaById(1)).isInstanceOf(RegistryUnavailableException.class);

    first.answer(200, GOOD);

    assertThat(client.schemaById(1)).isEqualTo(STRING);
  }

  @Test
  void shouldDoubleThePausesUpToTheLongest() {
    RegistryConfig config =
        RegistryConfig.from(
            Map.of(
                "schema.registry.url", "http://localhost:1",
                "schema.registry.retry.backoff.ms", "100",
                "schema.registry.retry.backoff.max.ms", "350"));

    assertThat(config.pauseAfter(0)).isEqualTo(Duration.ofMillis(100));
    assertThat(config.pauseAfter(1)).isEqualTo(Duration.ofMillis(200));
    assertThat(config.pauseAfter(2)).isEqualTo(Duration.ofMillis(350));
    assertThat(config.pauseAfter(99)).isEqualTo(Duration.ofMillis(350));
  }

  @Test
  void shouldTellNoCredentialWhateverGoesWrong() {
    SchemaRegistryClient client =
        client(
            "http://alice:canary-1@localhost:" + first.url().getPort(),
            "schema.registry.retries",
            "0");
    for (int status : new int[] {401, 403, 500, 302, 409, 422}) {
      first.answer(status, "{}");
      Throwable thrown =
          catchThrowableOfType(RuntimeException.class, () -> client.register("s", STRING));

      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        assertThat(cause.toString()).doesNotContain("canary-1").doesNotContain("alice");
      }
    }
    assertThat(first.asked().get(0).header("Authorization"))
        .isEqualTo("Basic YWxpY2U6Y2FuYXJ5LTE=");
  }
}

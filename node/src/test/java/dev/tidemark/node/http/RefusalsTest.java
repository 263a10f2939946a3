package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refused requests, with status and error text. */
class RefusalsTest {
  private static final String JAR = "\"jar\":\"" + Samples.JAR_ID + "\"";

  private static Served served;

  @BeforeAll
  static void serve() {
    served = Served.start();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @AfterEach
  void recover() {
    served.service.failure = null;
    served.service.asked.clear();
  }

  static Stream<ApiException> refusals() {
    return Stream.of(404, 409, 412, 413, 422, 429, 503)
        .map(
            status ->
                new ApiException(
                    status,
                    new ApiError(
                        "code_" + status,
                        "what is wrong",
                        "what to do",
                        List.of(new ApiError.Detail("unnamed", "filter", "no name", "name it")))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void shouldPassOnWhatTheServiceRefuses(ApiException refusal) throws JsonProcessingException {
    served.service.failure = refusal;

    HttpResponse<String> answer = served.get("/jobs");

    assertThat(answer.statusCode()).isEqualTo(refusal.status());
    assertThat(Json.mapper().readTree(answer.body()))
        .isEqualTo(
            Json.mapper()
                .readTree(
                    "{\"error_code\":\"code_"
                        + refusal.status()
                        + "\",\"message\":\"what is wrong\",\"hint\":\"what to do\",\"details\":"
                        + "[{\"error_code\":\"unnamed\",\"where\":\"filter\",\"message\":\"no"
                        + " name\",\"hint\":\"name it\"}]}"));
    assertThat(answer.headers().firstValue("Retry-After").isPresent())
        .isEqualTo(refusal.status() == 429 || refusal.status() == 503);
    try (NodeClient client = served.client()) {
      assertThatThrownBy(client::jobs)
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> {
                assertThat(e.status()).isEqualTo(refusal.status());
                assertThat(e.error()).isEqualTo(refusal.error());
              });
    }
  }

  @Test
  void shouldSayNothingOfADefectButAnIdThatTheLogHas() {
    served.service.failure = new IllegalStateException("secret inside");

    HttpResponse<String> answer = served.get("/jobs");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains("\"error_code\":\"internal_error\"", "error_id=")
        .doesNotContain("secret", "Exception");
    served.service.failure = null;
    assertThat(served.get("/jobs").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /nothing                 | 404 | not_found",
        "GET    | /jobs/                   | 400 | bad_request",
        "GET    | /jobs/Revenue            | 400 | bad_request",
        "GET    | /jobs/a%20b              | 400 | bad_request",
        "GET    | /jars/job.jar            | 400 | bad_request",
        "GET    | /jobs/revenue/stores/.x?key=1 | 400 | bad_request",
        "PATCH  | /jobs/revenue            | 405 | method_not_allowed",
        "DELETE | /jobs                    | 405 | method_not_allowed",
        "POST   | /jobs/revenue/pause      | 405 | method_not_allowed",
        "GET    | /jobs?expand=status      | 400 | bad_request",
        "DELETE | /jobs/revenue?purge=yes  | 400 | bad_request",
        "GET    | /jobs/revenue/logs?tail=0| 400 | bad_request",
        "GET    | /jobs/revenue/logs?tail=10001 | 400 | bad_request",
        "GET    | /jobs/revenue/logs?tail=9&tail=9 | 400 | bad_request",
        "GET    | /jobs/revenue/logs?since=yesterday | 400 | bad_request",
        "GET    | /jobs/revenue/logs?node=A/B | 400 | bad_request",
        "GET    | /jobs/revenue/stores/s   | 400 | bad_request",
        "PUT    | /jobs/revenue/pause?a=b  | 400 | bad_request",
        "GET    | /jobs/revenue?%ff=1      | 400 | bad_request",
        "GET    | /jobs/revenue/stores/s?key=%c0%ae | 400 | bad_request",
        "GET    | /jobs/revenue/stores/s?key=%ed%a0%80 | 400 | bad_request"
      })
  void shouldRefuseWhatMakesNoSense(String method, String path, int status, String code) {
    assertRefused(served.send(method, path), status, code);
    assertThat(served.service.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                      | not valid JSON at line 1",
        "[]                     | not a JSON object",
        "'{\"jra\": \"x\"}'     | did you mean 'jar'?",
        "{}                     | 'jar' is missing",
        "'{\"jar\": [7]}'       | 'jar' is missing, null or of a wrong type",
        "'{\"jar\": 7}'         | 64 hexadecimal digits",
        "'{\"jar\": \"abc\"}'   | 64 hexadecimal digits",
        "'{JAR, JAR}'           | given twice",
        "'{JAR} {}'             | not valid JSON",
        "'{JAR, \"name\": \"A\"}' | 1 to 64 of a-z",
        "'{JAR, \"name\": \"other\"}' | the body names job 'other'",
        "'{JAR, \"from\": \"noon\"}' | earliest, latest or an instant",
        "'{JAR, \"initial_state\": \"AWAY\"}' | give one of RUNNING, PAUSED, STOPPED",
        "'{JAR, \"initial_state\": 1}' | initial_state",
        "'{JAR, \"parameters\": {\"a\": null}}' | parameters.a",
        "'{JAR, \"parameters\": [1]}' | parameters",
        "'{JAR, \"settings\": {\"threads\": \"two\"}}' | settings.threads",
        "'{JAR, \"settings\": {\"threads\": 1.5}}' | settings.threads",
        "'{JAR, \"settings\": {\"thread\": 1}}' | did you mean 'threads'?",
        "'{JAR, \"settings\": {\"kafka\": {\"a\": null}}}' | settings.kafka.a"
      })
  void shouldSayWhatIsWrongWithABody(String body, String said) {
    HttpResponse<String> answer = served.json("PUT", "/jobs/revenue", body.replace("JAR", JAR));

    assertRefused(answer, 400, "bad_request");
    assertThat(answer.body().replace("\\\"", "\"")).contains(said);
  }

  @Test
  void shouldCompleteSettingsWithThoseInForce() {
    HttpResponse<String> answer =
        served.json("PUT", "/jobs/revenue", "{" + JAR + ",\"settings\":{\"threads\":9}}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(served.service.asked.get(1))
        .contains("threads=9, memoryMb=512, workers=3, commitIntervalMs=150")
        .contains("max.poll.records");
  }

  @Test
  void shouldRefuseJsonThatIsNestedTooDeep() {
    String deep = "{\"parameters\":" + "[".repeat(101) + "]".repeat(101) + "}";
    assertThat(served.json("POST", "/jobs", deep).body()).contains("nested too deep");

    String key = "%5B".repeat(101);
    assertThat(served.get("/jobs/revenue/stores/s?key=" + key).body()).contains("nested too deep");

    String veryDeep = "[".repeat(900_000);
    assertRefused(served.json("POST", "/jobs", veryDeep), 400, "bad_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1"
      })
  void shouldTakeJsonAlone(String type) {
    var request = served.request("/jobs").method("POST", BodyPublishers.ofString("{" + JAR + "}"));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }

    assertRefused(Served.send(request), 415, "unsupported_media_type");
  }

  @Test
  void shouldChangeNothingOnAFormOfAWebPage() {
    var request =
        served
            .request("/jobs/revenue/stop")
            .header("Content-Type", "text/plain")
            .method("PUT", BodyPublishers.noBody());

    assertRefused(Served.send(request), 415, "unsupported_media_type");
  }

  @Test
  void shouldTakeNoBodyWhereNoneIsMeant() {
    assertRefused(served.json("PUT", "/jobs/revenue/stop", "{}"), 400, "bad_request");
    assertRefused(served.json("GET", "/jobs", "{}"), 400, "bad_request");
    assertThat(served.service.asked).isEmpty();
  }

  @Test
  void shouldRefuseToAnswerInAnotherLanguage() {
    assertRefused(
        Served.send(served.request("/jobs").header("Accept", "text/html")), 406, "not_acceptable");
    for (String accepted : List.of("*/*", "application/*", "text/html, application/json;q=0.1")) {
      assertThat(Served.send(served.request("/jobs").header("Accept", accepted)).statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"\"7\", 7", "7, 7", "*, "})
  void shouldPassOnIfMatch(String tag, Long version) {
    Served.send(
        served
            .request("/jobs/revenue/pause")
            .header("If-Match", tag)
            .method("PUT", BodyPublishers.noBody()));

    assertThat(served.service.asked)
        .containsExactly(
            "change revenue PAUSE if=OptionalLong" + (version == null ? ".empty" : "[7]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"7\"", "\"x\"", "\"7\", \"8\"", "-1", "\"\""})
  void shouldRefuseAnIfMatchThatIsNoETagOfAJob(String tag) {
    var request =
        served
            .request("/jobs/revenue")
            .header("If-Match", tag)
            .method("DELETE", BodyPublishers.noBody());

    assertRefused(Served.send(request), 400, "bad_request");
  }

  @Test
  void shouldSayThatItIsNotReady() {
    served.service.health =
        new dev.tidemark.client.api.cluster.HealthView(
            false, List.of("job revenue reads its state back"));

    HttpResponse<String> answer = served.get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo("{\"ready\":false,\"reasons\":[\"job revenue reads its state back\"]}");
    assertThat(served.get("/health/live").statusCode()).isEqualTo(200);
    served.service.health = Samples.health();
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body()).contains("\"error_code\":\"" + code + "\"");
    assertThat(answer.body()).contains("\"message\":\"", "\"hint\":\"");
  }
}

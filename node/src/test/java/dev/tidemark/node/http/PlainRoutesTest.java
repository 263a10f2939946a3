package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.job.JobExceptionView;
import dev.tidemark.client.api.job.JobTaskView;
import dev.tidemark.client.api.job.StatusView;
import dev.tidemark.client.api.job.TopologyView;
import dev.tidemark.client.api.progress.WatermarksView;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the routing table, asked as any client of HTTP would. */
class PlainRoutesTest {
  private static final String JOB = "/jobs/revenue";
  private static final String JOB_BODY = "{\"jar\": \"" + Samples.JAR_ID + "\"}";

  private static Served served;

  @BeforeAll
  static void serve() {
    served = Served.start();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  /** A request and the expected answer; no value if the body is checked elsewhere. */
  record Case(String method, String path, int status, @Nullable Object answer) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static Stream<Case> cases() {
    var job = Samples.job();
    return Stream.of(
        new Case("GET", "", 200, Samples.cluster()),
        new Case("GET", "/", 200, Samples.cluster()),
        new Case("GET", "/health/live", 200, Map.of("live", true)),
        new Case("GET", "/health/ready", 200, Samples.health()),
        new Case("GET", "/openapi.yaml", 200, null),
        new Case("GET", "/jars", 200, List.of(Samples.jar(Samples.JAR_ID))),
        new Case("PUT", "/jars", 201, Samples.jar(Hashes.sha256(new byte[] {1, 2, 3}))),
        new Case("PUT", "/jars/job.jar", 201, Samples.jar(Hashes.sha256(new byte[] {1, 2, 3}))),
        new Case("GET", "/jars/" + Samples.JAR_ID, 200, Samples.jar(Samples.JAR_ID)),
        new Case("DELETE", "/jars/" + Samples.JAR_ID, 204, null),
        new Case("POST", "/jars/" + Samples.JAR_ID + "/plan", 200, Samples.plan()),
        new Case("GET", "/jobs", 200, List.of(job)),
        new Case("POST", "/jobs", 201, Samples.submitted(false, false)),
        new Case("POST", "/jobs?dry_run=true", 200, Samples.submitted(false, true)),
        new Case("GET", JOB, 200, job),
        new Case("PUT", JOB, 200, Samples.submitted(true, false)),
        new Case("DELETE", JOB, 202, null),
        new Case("DELETE", JOB + "?purge=true", 202, null),
        new Case("POST", JOB + "/upgrade-check", 200, Samples.upgrade()),
        new Case("PUT", JOB + "/pause", 202, job),
        new Case("PUT", JOB + "/resume", 202, job),
        new Case("PUT", JOB + "/stop", 202, job),
        new Case("PUT", JOB + "/restart", 202, job),
        new Case("GET", JOB + "/status", 200, StatusView.of(job, Samples.alert())),
        new Case("GET", JOB + "/tasks", 200, JobTaskView.of(job)),
        new Case("GET", JOB + "/exceptions", 200, JobExceptionView.of(job)),
        new Case("GET", JOB + "/topology", 200, TopologyView.of(job)),
        new Case("GET", JOB + "/offsets", 200, Samples.offsets()),
        new Case("GET", JOB + "/lag", 200, Samples.lag()),
        new Case("GET", JOB + "/watermarks", 200, WatermarksView.of(Samples.lag())),
        new Case("GET", JOB + "/ledger", 200, Samples.ledger()),
        new Case("GET", JOB + "/logs?tail=5", 200, null),
        new Case("GET", JOB + "/dead-letters?step=parse&state=all", 200, Samples.letters()),
        new Case("GET", JOB + "/dead-letters/stats", 200, Samples.letterStats()),
        new Case("GET", JOB + "/dead-letters/export", 200, null),
        new Case("GET", JOB + "/dead-letters/1/42", 200, Samples.letter()),
        new Case("POST", JOB + "/dead-letters/requeue", 200, Samples.requeued()),
        new Case("POST", JOB + "/dead-letters/discard", 200, Samples.discarded()),
        new Case("GET", JOB + "/late?topic=orders-late", 200, Samples.letters()),
        new Case("GET", JOB + "/late/stats", 200, Samples.letterStats()),
        new Case("GET", JOB + "/late/export", 200, null),
        new Case("GET", JOB + "/late/1/42?topic=orders-late", 200, Samples.letter()),
        new Case("POST", JOB + "/late/requeue", 200, Samples.requeued()),
        new Case("GET", JOB + "/replays", 200, List.of(Samples.replay())),
        new Case("POST", JOB + "/replays", 202, Samples.replayStarted(false)),
        new Case("POST", JOB + "/replays?dry_run=true", 200, Samples.replayStarted(true)),
        new Case("GET", JOB + "/replays/2", 200, Samples.replay()),
        new Case("DELETE", JOB + "/replays/2?purge=true", 202, Samples.replay()),
        new Case("POST", JOB + "/replays/2/promote", 202, Samples.replay()),
        new Case("GET", JOB + "/replays/2/diff?limit=5", 200, Samples.diff()),
        new Case("GET", JOB + "/stores", 200, List.of(Samples.store())),
        new Case(
            "GET",
            JOB + "/stores/revenue-panes?key=eu",
            200,
            Samples.answer(JsonNodeFactory.instance.textNode("eu"))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldAnswer(Case one) throws JsonProcessingException {
    HttpResponse<String> answer = Served.send(asked(one));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(one.status);
    if (one.answer != null) {
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
      JsonNode expected = Json.mapper().valueToTree(one.answer);
      assertThat(Json.mapper().readTree(answer.body()).toString()).isEqualTo(expected.toString());
    }
    assertThat(fieldNames(answer.body())).allMatch(name -> name.matches("[a-z0-9_.]+"));
  }

  @Test
  void shouldAskForEachRowOfTheTable() {
    Router router = new Router(ApiServer.routes(served.service, served.service));
    TreeSet<String> asked = new TreeSet<>(List.of("GET /events"));
    cases()
        .forEach(
            one -> {
              String path = one.path.replaceAll("\\?.*", "");
              Route route =
                  Objects.requireNonNull(
                      router
                          .match(PathSegments.segments("/api/v1" + path), path)
                          .route(one.method));
              asked.add(route.method() + " " + route.path());
            });

    assertThat(asked)
        .containsExactlyInAnyOrderElementsOf(
            router.routes().stream().map(row -> row.method() + " " + row.path()).toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldAnswerHeadAsGetWithoutABody(Case one) {
    if (one.method.equals("GET")) {
      HttpResponse<String> head = served.send("HEAD", one.path);

      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValue("Content-Length"))
          .isEqualTo(served.get(one.path).headers().firstValue("Content-Length"))
          .isPresent();
    }
  }

  @Test
  void shouldTellWhatIsPossible() {
    HttpResponse<String> options = served.send("OPTIONS", JOB);

    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("DELETE, GET, PUT, HEAD, OPTIONS");
    assertThat(options.headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void shouldTagJobsWithTheirVersionAndSayWhereNewOnesAre() {
    HttpResponse<String> created = served.json("POST", "/jobs", JOB_BODY);

    assertThat(created.headers().firstValue("Location")).hasValue("/api/v1/jobs/revenue");
    assertThat(created.headers().firstValue("ETag")).hasValue("\"7\"");
    assertThat(served.get(JOB).headers().firstValue("ETag")).hasValue("\"7\"");
    assertThat(served.send("PUT", JOB + "/stop").headers().firstValue("ETag")).hasValue("\"7\"");
  }

  @Test
  void shouldTellBrowsersToTrustNothing() {
    for (String path : List.of("", "/nothing", "/health/live", JOB + "/logs")) {
      Map<String, List<String>> headers = served.get(path).headers().map();
      assertThat(headers)
          .containsEntry(
              "content-security-policy", List.of("default-src 'none'; frame-ancestors 'none'"))
          .containsEntry("x-content-type-options", List.of("nosniff"))
          .containsEntry("referrer-policy", List.of("no-referrer"))
          .containsEntry("cache-control", List.of("no-store"))
          .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
          .doesNotContainKeys(
              "server", "x-powered-by", "set-cookie", "access-control-allow-origin");
    }
  }

  private static String bodyOf(String path) {
    if (path.matches(".*/(plan|requeue)")) {
      return "{}";
    }
    if (path.endsWith("/discard")) {
      return "{\"reason\":\"gone\"}";
    }
    return path.contains("/replays") ? "{\"from\":{\"kind\":\"EARLIEST\"}}" : JOB_BODY;
  }

  private static HttpRequest.Builder asked(Case one) {
    HttpRequest.Builder request = served.request(one.path);
    if (one.path.endsWith("/promote")) {
      return request.method(one.method, BodyPublishers.noBody());
    }
    if (one.method.equals("POST") || (one.path.equals(JOB) && one.method.equals("PUT"))) {
      return request
          .header("Content-Type", "application/json; charset=utf-8")
          .method(one.method, BodyPublishers.ofString(bodyOf(one.path)));
    }
    if (one.path.startsWith("/jars") && one.method.equals("PUT")) {
      return request.method(one.method, BodyPublishers.ofByteArray(new byte[] {1, 2, 3}));
    }
    return request.method(one.method, BodyPublishers.noBody());
  }

  private static List<String> fieldNames(String body) {
    List<String> names = new ArrayList<>();
    Matcher fields = Pattern.compile("\"([^\"]*)\":").matcher(body);
    while (fields.find()) {
      names.add(fields.group(1));
    }
    return names;
  }
}

package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.Principal.Role;
import dev.tidemark.node.http.Route.Body;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Permissions of each role, on each row of the routing table. */
class RolesTest {
  private static final Map<Role, String> TOKENS =
      Map.of(
          Role.VIEWER, Tokens.create(),
          Role.OPERATOR, Tokens.create(),
          Role.SUBMITTER, Tokens.create());

  private static Served served;

  @BeforeAll
  static void serve(@TempDir Path folder) throws IOException {
    StringBuilder lines = new StringBuilder("# who may come in\n\n");
    TOKENS.forEach(
        (role, token) -> lines.append(Tokens.line("a-" + role, role, token)).append('\n'));
    Served.Setup setup = new Served.Setup();
    setup.tokens = Optional.of(SecretFiles.write(folder.resolve("tokens"), lines.toString()));
    served = Served.start(setup);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  static Stream<Route> routes() {
    return ApiServer.routes(served.service, served.service).stream()
        .filter(route -> !route.path().equals("/events"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void shouldLetInWhoHasTheRoleAndNobodyElse(Route route) {
    if (route.role().isEmpty()) {
      assertThat(status(route, Optional.empty())).isLessThan(400);
      return;
    }
    assertThat(status(route, Optional.empty())).isEqualTo(401);
    assertThat(status(route, Optional.of(Tokens.create()))).isEqualTo(401);
    for (Role role : Role.values()) {
      served.service.asked.clear();
      int status = status(route, Optional.of(token(role)));
      if (role.compareTo(route.role().get()) < 0) {
        assertThat(status).as(role.toString()).isEqualTo(403);
        assertThat(served.service.asked).isEmpty();
      } else {
        assertThat(status).as(role.toString()).isBetween(200, 204);
        assertThat(served.service.asked).isNotEmpty();
      }
    }
  }

  @Test
  void shouldNeedASubmitterForAllThatRunsOrRemovesCode() {
    assertThat(
            routes()
                .filter(route -> !route.method().equals("GET"))
                .filter(route -> !route.role().equals(Optional.of(Role.SUBMITTER)))
                .map(Route::path))
        .containsExactlyInAnyOrder(
            "/jobs/{job}/pause",
            "/jobs/{job}/resume",
            "/jobs/{job}/stop",
            "/jobs/{job}/restart",
            "/jobs/{job}/replays",
            "/jobs/{job}/replays/{run}",
            "/jobs/{job}/replays/{run}/promote",
            "/jobs/{job}/dead-letters/requeue",
            "/jobs/{job}/dead-letters/discard",
            "/jobs/{job}/late/requeue");
    assertThat(routes().filter(route -> route.role().isEmpty()).map(Route::path))
        .containsExactlyInAnyOrder("/health/live", "/health/ready", "/openapi.yaml");
  }

  @Test
  void shouldNeedASubmitterToReplayWithOtherCode() {
    for (String other :
        List.of("\"jar\":\"" + Samples.JAR_ID + "\"", "\"parameters\":{\"a\":\"b\"}")) {
      HttpResponse<String> answer =
          Served.send(
              served
                  .request("/jobs/revenue/replays")
                  .header("Authorization", "Bearer " + token(Role.OPERATOR))
                  .header("Content-Type", "application/json")
                  .POST(
                      BodyPublishers.ofString("{\"from\":{\"kind\":\"EARLIEST\"}," + other + "}")));

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("needs submitter");
    }
  }

  @Test
  void shouldSayWhoIsMissingWhatRole() {
    HttpResponse<String> answer =
        Served.send(
            served
                .request("/jobs/revenue")
                .header("Authorization", "Bearer " + token(Role.VIEWER))
                .DELETE());

    assertThat(answer.body())
        .contains("'a-VIEWER' is viewer, this needs submitter", "use a token of that role");
  }

  @Test
  void shouldAskForATokenAsHttpDoes() {
    HttpResponse<String> answer = served.get("/jobs");

    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"tidemark\"");
    assertThat(answer.body()).contains("\"error_code\":\"unauthorized\"", "Authorization: Bearer");
  }

  @Test
  void shouldRefuseAnUploadBeforeItsFirstByte() {
    try (RawHttp raw = served.raw()) {
      String answer =
          raw.send(
                  "PUT /api/v1/jars/x HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Length: 1000000\r\nExpect: 100-continue\r\n\r\n")
              .readUntil("}");
      assertThat(answer).startsWith("HTTP/1.1 401 ").doesNotContain("100 Continue");
    }
    assertThat(served.service.asked).doesNotContain("putJar by=local");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TOKEN",
        "Basic TOKEN",
        "Bearer",
        "Bearer ",
        "Bearer TOKENx",
        "Bearer TOKEN TOKEN",
        "Bearer x\"y"
      })
  void shouldRefuseWhatIsNoBearerToken(String sent) {
    String header = "Authorization: " + sent.replace("TOKEN", token(Role.SUBMITTER));
    try (RawHttp raw = served.raw()) {
      assertThat(raw.ask("GET /api/v1/jobs", header)).startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void shouldRefuseTwoTokens() {
    String header = "Authorization: Bearer " + token(Role.SUBMITTER);
    try (RawHttp raw = served.raw()) {
      assertThat(raw.ask("GET /api/v1/jobs", header, header)).startsWith("HTTP/1.1 401 ");
    }
    try (RawHttp raw = served.raw()) {
      assertThat(raw.ask("GET /api/v1/jobs", header.replace("Bearer", "bEARER")))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void shouldTakeNoTokenFromTheUrl() {
    String token = token(Role.SUBMITTER);
    for (String name : List.of("token", "access_token", "authorization")) {
      assertThat(served.get("/jobs?" + name + "=" + token).statusCode()).isEqualTo(401);
    }
  }

  private static String token(Role role) {
    return Objects.requireNonNull(TOKENS.get(role));
  }

  private static int status(Route route, Optional<String> token) {
    String path =
        route
            .path()
            .replace("{job}", "revenue")
            .replace("{jar}", Samples.JAR_ID)
            .replace("{run}", "2")
            .replace("{store}", "s")
            .replace("{partition}/{offset}", "1/42");
    HttpRequest.Builder request = served.request(path.endsWith("/s") ? path + "?key=1" : path);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    body(route.body(), request);
    return Served.send(
            request.method(
                route.method(),
                route.body() == Body.NONE
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(text(route))))
        .statusCode();
  }

  private static void body(Body body, HttpRequest.Builder request) {
    switch (body) {
      case JSON, JSON_HEAVY -> request.header("Content-Type", "application/json");
      case NONE, RAW -> {}
    }
  }

  private static String text(Route route) {
    return switch (route.body()) {
      case RAW -> "x";
      default -> json(route.path());
    };
  }

  private static String json(String path) {
    if (path.endsWith("/plan") || path.endsWith("/requeue")) {
      return "{}";
    }
    if (path.endsWith("/replays")) {
      return "{\"from\":{\"kind\":\"EARLIEST\"}}";
    }
    return path.endsWith("/discard")
        ? "{\"reason\":\"gone\"}"
        : "{\"jar\":\"" + Samples.JAR_ID + "\"}";
  }
}

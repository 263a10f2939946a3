package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a URL that could be a path of files comes as far as the service. */
class PathsTest {
  private static Served served;

  @BeforeAll
  static void serve() {
    served = Served.start();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../etc/passwd",
        "/api/v1/../../etc/passwd",
        "/api/v1/jobs/..",
        "/api/v1/jobs/../jars",
        "/api/v1/jobs/.",
        "/api/v1/jobs/%2e%2e",
        "/api/v1/jobs/%2E%2e/jars",
        "/api/v1/jobs/..%2f..%2fetc%2fpasswd/logs",
        "/api/v1/jobs/..%252f..%252fetc%252fpasswd/logs",
        "/api/v1/jobs/%252e%252e/logs",
        "/api/v1/jobs/revenue%2flogs",
        "/api/v1/jobs/revenue%5clogs",
        "/api/v1/jobs/revenue\\logs",
        "/api/v1/jobs/revenue%00",
        "/api/v1/jobs/revenue%0d%0aX:%20y",
        "/api/v1/jobs/revenue;a=b",
        "/api/v1/jobs/..;/jars",
        "/api/v1/jobs/revenue%3ba=b",
        "/api/v1/jobs//revenue",
        "//api/v1/jobs/revenue",
        "/api/v1/jobs/%c0%ae%c0%ae",
        "/api/v1/jobs/%u002e",
        "/api/v1/jobs/%2",
        "/api/v1/jobs/\u00e4",
        "/api/v1/jobs/a.b",
        "/api/v1/jars/../../../../tmp/x.jar",
        "/api/v1/a/b/c/d/e/f/g/h/i/j",
        "/API/V1/jobs",
        "/api/v1x/jobs",
        "/api/v2/jobs",
        "/api/v1/jobs/revenue?%2",
        "/api/v1/jobs/revenue?a=%zz",
        "/api/v1/jobs/revenue?%u0061=1",
        "/",
        "*",
        "api/v1/jobs"
      })
  void shouldAnswerWithARefusal(String path) {
    served.service.asked.clear();
    for (String method : new String[] {"GET ", "PUT ", "DELETE "}) {
      try (RawHttp raw = served.raw()) {
        String answer = raw.ask(method + path, "Content-Length: 0");
        assertThat(answer).containsPattern("^HTTP/1\\.1 4\\d\\d ").contains("\"error_code\":\"");
      }
    }
    assertThat(served.service.asked).isEmpty();
  }

  @Test
  void shouldRefuseIdsThatAreTooLong() {
    assertThat(served.get("/jobs/" + "a".repeat(64)).statusCode()).isEqualTo(200);
    assertThat(served.get("/jobs/" + "a".repeat(65)).statusCode()).isEqualTo(400);
    assertThat(served.get("/jars/" + "a".repeat(65)).statusCode()).isEqualTo(400);
    assertThat(served.get("/jobs/a/stores/" + "a".repeat(249) + "?key=1").statusCode())
        .isEqualTo(200);
    assertThat(served.get("/jobs/a/stores/" + "a".repeat(250) + "?key=1").statusCode())
        .isEqualTo(400);
    assertThat(served.get("/jobs/" + "a".repeat(9000)).statusCode()).isEqualTo(414);
  }

  @Test
  void shouldIgnoreTheNameThatAClientGivesAJar() {
    try (RawHttp raw = served.raw()) {
      String answer = raw.ask("PUT /api/v1/jars/%20..%20etc%20passwd.jar", "Content-Length: 0");
      assertThat(answer).startsWith("HTTP/1.1 201 ").doesNotContain("passwd");
    }
  }
}

package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.node.config.NodeConfig;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A client that exceeds a limit gets an error, and does not affect other clients. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class LimitsTest {
  private static final String PUT_JOB =
      "PUT /api/v1/jobs/revenue HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  @Test
  void shouldRefuseBodiesThatAreTooLarge() {
    try (Served served = Served.start(limits(1000, 30))) {
      String large = "{\"name\":\"" + "a".repeat(1000) + "\"}";
      HttpResponse<String> answer = served.json("POST", "/jobs", large);
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body())
          .contains("body_too_large", "larger than 1000 bytes", "raise the limit");

      var chunked =
          served
              .request("/jobs")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(large.repeat(3000))));
      assertThat(Served.send(chunked).statusCode()).isEqualTo(413);
      try (RawHttp raw = served.raw()) {
        String refused =
            raw.send(
                    "POST /api/v1/jobs HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Length: 999999999999999\r\n\r\n")
                .readUntil("}");
        assertThat(refused).startsWith("HTTP/1.1 413 ");
      }
      assertThat(served.service.asked).isEmpty();
      assertThat(served.get("/jobs").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldTakeABodyOfExactlyTheLimitHoweverItArrives() {
    try (Served served = Served.start(limits(1000, 30));
        RawHttp raw = served.raw()) {
      String body = "{\"jar\":\"" + Samples.JAR_ID + "\"}";
      body += " ".repeat(1000 - body.length());
      assertThat(served.json("PUT", "/jobs/revenue", body).statusCode()).isEqualTo(200);

      raw.send(PUT_JOB + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int at = 0; at < 1000; at += 10) {
        raw.send("a\r\n" + body.substring(at, at + 10) + "\r\n");
      }
      assertThat(raw.send("0\r\n\r\n").readToEnd()).startsWith("HTTP/1.1 200 ");
      assertThat(served.json("PUT", "/jobs/revenue", body + " ").statusCode()).isEqualTo(413);
    }
  }

  @Test
  void shouldSayThatABodyEndedBeforeItsEnd() {
    try (Served served = Served.start(limits(1000, 30));
        RawHttp raw = served.raw()) {
      String answer =
          raw.send(PUT_JOB + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nno size\r\n")
              .readToEnd();

      assertThat(answer).contains("HTTP/1.1 400 ");
      assertThat(served.service.asked).isEmpty();
    }
  }

  @Test
  void shouldNotWaitForBodiesThatTrickle() {
    try (Served served = Served.start(limits(1000, 1));
        RawHttp raw = served.raw();
        Trickle trickle = new Trickle(raw, " ")) {
      raw.send(PUT_JOB + "Content-Length: 900\r\n\r\n{");
      trickle.start();
      assertThat(raw.readToEnd())
          .startsWith("HTTP/1.1 408 ")
          .contains("\"error_code\":\"body_too_slow\"", "within 1 s");
      assertThat(served.get("/jobs").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldNotWaitForUploadsThatTrickle() {
    try (Served served = Served.start(limits(1000, 0)); // 20 times nothing
        RawHttp raw = served.raw()) {
      raw.send("PUT /api/v1/jars/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{");
      assertThat(raw.readToEnd()).startsWith("HTTP/1.1 408 ").contains("body_too_slow");
    }
  }

  @Test
  void shouldCloseConnectionsWhoseHeadersTrickle() {
    ApiServer.Pace pace = new ApiServer.Pace(1000, 1000, 4, 1);
    try (Served served = Served.start(new Served.Setup(), pace);
        RawHttp begun = served.raw();
        RawHttp silent = served.raw();
        RawHttp kept = served.raw();
        Trickle trickle = new Trickle(begun, "a")) {
      kept.send("GET /api/v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").readUntil("true}");
      begun.send("GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nX: ");
      trickle.start();

      assertThat(begun.readToEnd()).doesNotContain(" 200 ");
      assertThat(silent.readToEnd()).isEmpty();
      assertThat(kept.readToEnd()).isEmpty();
      assertThat(served.service.asked).isEmpty();
    }
  }

  @Test
  void shouldNotCloseConnectionsWhoseAnswerTakesLong() {
    ApiServer.Pace pace = new ApiServer.Pace(1000, 1000, 4, 1);
    try (Served served = Served.start(new Served.Setup(), pace);
        RawHttp raw = served.raw();
        RawHttp other = served.raw()) {
      served.service.gate = new CountDownLatch(1);
      raw.send("GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(other.readToEnd()).isEmpty(); // a silent one is closed meanwhile, twice over
      try (RawHttp another = served.raw()) {
        assertThat(another.readToEnd()).isEmpty();
      }
      served.service.gate.countDown();
      assertThat(raw.readToEnd()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void shouldRefuseHeadersThatAreTooLarge() {
    try (Served served = Served.start();
        RawHttp raw = served.raw()) {
      assertThat(raw.ask("GET /api/v1/jobs", "X: " + "y".repeat(9000)))
          .startsWith("HTTP/1.1 431 ")
          .contains("\"error_code\":\"headers_too_large\"", "less than 8 KiB");
    }
  }

  @Test
  void shouldRefuseWhatIsNotHttpInJson() {
    try (Served served = Served.start()) {
      for (String line :
          List.of(
              "hello", "GET /api/v1/jobs HTTP/9.1", "GET  HTTP/1.1", "\u0016\u0003\u0001\u0000")) {
        try (RawHttp raw = served.raw()) {
          assertThat(raw.send(line + "\r\nHost: localhost\r\n\r\n").readToEnd())
              .containsPattern("^HTTP/1\\.1 (4\\d\\d|505) ")
              .contains("\"error_code\":\"", "\"hint\":\"");
        }
      }
    }
  }

  @Test
  void shouldRefuseRequestsThatCouldBeReadInTwoWays() {
    try (Served served = Served.start()) {
      for (String headers :
          List.of(
              "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
              "Content-Length: 4\r\nContent-Length: 5\r\n",
              "Transfer-Encoding: chunked, identity\r\n",
              "Content-Length: +4\r\n",
              "Content-Length : 4\r\n")) {
        try (RawHttp raw = served.raw()) {
          String answer =
              raw.send(
                      PUT_JOB
                          + "Connection: close\r\n"
                          + headers
                          + "\r\n0\r\n\r\nGET /api/v1 HTTP/1.1\r\n\r\n")
                  .readToEnd();
          assertThat(answer).startsWith("HTTP/1.1 400 ");
          assertThat(answer.split("\r\nDate: ")).hasSize(2);
        }
      }
      assertThat(served.service.asked).isEmpty();
    }
  }

  @Test
  void shouldServeNoMoreConnectionsThanAllowed() {
    Served.Setup setup = new Served.Setup();
    setup.limits = new NodeConfig.Limits(1000, 500, 8, 1000, 30);
    try (Served served = Served.start(setup)) {
      List<RawHttp> held = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        RawHttp raw = served.raw();
        raw.send("GET /api/v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").readUntil("true}");
        held.add(raw);
      }
      RawHttp tooMuch = served.raw();
      tooMuch.send("GET /api/v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      held.get(0)
          .send("GET /api/v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
          .readUntil("true}");

      held.get(1).close();
      tooMuch.readUntil("true}");
      held.forEach(RawHttp::close);
      tooMuch.close();
    }
  }

  @Test
  void shouldTellWhoAsksTooOften() {
    ApiServer.Pace pace = new ApiServer.Pace(0.001, 5, 4, 20);
    try (Served served = Served.start(new Served.Setup(), pace)) {
      List<Integer> statuses =
          IntStream.range(0, 8).mapToObj(i -> served.get("/jobs").statusCode()).toList();

      assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429, 429, 429);
      HttpResponse<String> refused = served.get("/health/live");
      assertThat(refused.body()).contains("too_many_requests");
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    }
  }

  @Test
  void shouldServeAFewHeavyRequestsAtATimeAndGoOnWithTheRest() {
    try (Served served = Served.start()) {
      served.service.gate = new CountDownLatch(1);
      String body = "{\"jar\":\"" + Samples.JAR_ID + "\"}";
      List<CompletableFuture<Integer>> plans =
          IntStream.range(0, 6)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> served.json("POST", "/jobs", body).statusCode(),
                          work -> new Thread(work).start()))
              .toList();
      Soon.holds(() -> served.service.asked.size() == 6, "six are served");

      HttpResponse<String> refused = served.json("POST", "/jobs", body);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("\"error_code\":\"busy\"");
      assertThat(served.get("/health/live").statusCode()).isEqualTo(200);

      served.service.gate.countDown();
      assertThat(plans).allMatch(plan -> plan.join() == 201);
      assertThat(served.json("POST", "/jobs", body).statusCode()).isEqualTo(201);
    }
  }

  private static Served.Setup limits(int bodyBytesMax, int bodySeconds) {
    Served.Setup setup = new Served.Setup();
    setup.limits = new NodeConfig.Limits(100_000, 500, 256, bodyBytesMax, bodySeconds);
    return setup;
  }

  /** Sends a few bytes now and then, until the server closes the connection. */
  private static final class Trickle implements AutoCloseable {
    private final Timer timer = new Timer(true);
    private final RawHttp raw;
    private final String drop;

    Trickle(RawHttp raw, String drop) {
      this.raw = raw;
      this.drop = drop;
    }

    void start() {
      TimerTask task =
          new TimerTask() {
            @Override
            public void run() {
              try {
                raw.send(drop);
              } catch (RuntimeException e) {
                cancel();
              }
            }
          };
      timer.schedule(task, 100, 100);
    }

    @Override
    public void close() {
      timer.cancel();
    }
  }
}

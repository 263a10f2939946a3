package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.client.EventStream;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.NodeUnreachableException;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.cluster.EventView;
import dev.tidemark.client.api.job.LogLine;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Answers without an end: events, and logs that are followed. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class LiveTest {
  private static final String EVENTS = "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String LOGS =
      "GET /api/v1/jobs/revenue/logs?follow=true HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private Served served;

  @BeforeEach
  void serve() {
    served = Served.start();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void shouldSendEventsAsBrowsersReadThem() {
    try (RawHttp raw = served.raw()) {
      String begin = raw.send(EVENTS).readUntil(": alive\n\n");
      assertThat(begin)
          .startsWith("HTTP/1.1 200 ")
          .contains("Content-Type: text/event-stream;charset=utf-8", "Cache-Control: no-store");
      Soon.holds(() -> served.service.watchers.size() == 1, "it is watched");

      served.service.tell(Samples.event(41));

      assertThat(raw.readUntil("\n\n"))
          .contains("id: 41\nevent: job.state\ndata: {\"id\":41,\"type\":\"job.state\"");
    }
  }

  @Test
  void shouldSendLogsAsTextWithoutWhatATerminalActsOn() {
    served.service.log = List.of(Samples.line("red \u001b[31m\tbell \u0007"));
    try (RawHttp raw = served.raw()) {
      raw.send(LOGS).readUntil("2026-11-20T10:00:00Z a red ?[31m\tbell ?\n");
      served.service.tell(Samples.line("next"));
      raw.readUntil("2026-11-20T10:00:00Z a next\n");
    }
  }

  @Test
  void shouldFreeEverythingWhenTheClientHangsUp() {
    RawHttp polite = served.raw().send(EVENTS);
    RawHttp rude = served.raw().send(LOGS);
    polite.readUntil("alive");
    rude.readUntil("second");
    Soon.holds(() -> served.service.followers.size() == 1, "it is followed");

    polite.close();
    rude.reset();

    Soon.holds(() -> served.service.closed.get() == 2, "both are let go");
    assertThat(served.service.watchers).isEmpty();
    assertThat(served.service.followers).isEmpty();
  }

  @Test
  void shouldServeABoundedNumberAndTakeNewOnesWhenOldOnesEnd() {
    List<RawHttp> open = new ArrayList<>();
    IntStream.range(0, 4).forEach(i -> open.add(served.raw().send(EVENTS)));
    open.forEach(raw -> raw.readUntil("alive"));

    HttpResponse<String> refused = served.get("/events");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("too_many_streams", "already serves 4 streams");
    assertThat(served.get("/jobs").statusCode()).isEqualTo(200);

    open.remove(0).close();
    Soon.holds(() -> served.service.closed.get() == 1, "one has ended");
    open.add(served.raw().send(EVENTS));
    open.get(3).readUntil("alive");
    open.forEach(RawHttp::close);
  }

  @Test
  void shouldGiveBackThePlaceOfWhatIsRefused() {
    served.service.failure = ApiException.of(404, "job_not_found", "no job x", "list them");
    for (int i = 0; i < 10; i++) {
      HttpResponse<String> refused = served.get("/jobs/x/logs?follow=true");
      assertThat(refused.statusCode()).isEqualTo(404);
      assertThat(refused.body()).contains("job_not_found");
    }
    served.service.failure = null;
    try (RawHttp raw = served.raw()) {
      raw.send(LOGS).readUntil("second");
    }
  }

  @Test
  void shouldEndAllWhenTheServerCloses() throws Exception {
    try (NodeClient client = served.client()) {
      EventStream<EventView> events = client.events();
      EventStream<LogLine> logs = client.followLogs("revenue", null, 2);
      assertThat(logs.next().text()).isEqualTo("first");
      assertThat(logs.next().text()).isEqualTo("second");
      CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(events::hasNext);

      long begin = System.nanoTime();
      served.server.close();

      assertThat(more.get(5, TimeUnit.SECONDS)).isFalse();
      assertThat(logs.hasNext()).isFalse();
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(3));
      Soon.holds(() -> served.service.closed.get() == 2, "the sources are closed");
    }
  }

  @Test
  void shouldSkipTheOldestLinesOfALogForAClientThatReadsTooSlowly() {
    String wide = "x".repeat(10_000);
    try (RawHttp raw = served.raw()) {
      raw.send(LOGS).readUntil("second");
      Soon.holds(() -> served.service.followers.size() == 1, "it is followed");
      for (int i = 0; i < 3000; i++) {
        served.service.tell(Samples.line(wide + i + "."));
      }
      assertThat(served.service.followers).hasSize(1);

      String read = raw.readUntil("x2999.");
      assertThat(read)
          .containsPattern("\\(\\d+ lines skipped: they came faster than they were read\\)");
      assertThat(read.length()).isLessThan(20_000_000);
    }
  }

  @Test
  void shouldLetAClientGoThatReadsEventsTooSlowly() {
    EventView wide =
        new EventView(
            1,
            "job.changed",
            "revenue",
            Samples.AT,
            JsonNodeFactory.instance.textNode("x".repeat(100_000)));
    try (RawHttp raw = served.raw()) {
      raw.send(EVENTS).readUntil("alive");
      Soon.holds(() -> served.service.watchers.size() == 1, "it is watched");
      for (int i = 0; i < 300 && !served.service.watchers.isEmpty(); i++) {
        served.service.tell(wide);
      }
      assertThat(served.service.watchers).isEmpty();
      assertThat(raw.readToEnd()).isNotEmpty();
      Soon.holds(() -> served.service.closed.get() == 1, "it is let go");
    }
  }

  @Test
  void shouldSendAllThatManyThreadsSayEachInItsOrder() throws Exception {
    try (NodeClient client = served.client();
        EventStream<LogLine> feed = client.followLogs("revenue", null, 2)) {
      feed.next();
      feed.next();
      List<CompletableFuture<Void>> tellers =
          IntStream.range(0, 4)
              .mapToObj(
                  teller ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (int i = 0; i < 2000; i++) {
                              served.service.tell(Samples.line(teller + ":" + i));
                            }
                          }))
              .toList();
      int[] next = new int[4];
      for (int i = 0; i < 8000; i++) {
        String[] said = feed.next().text().split(":");
        int teller = Integer.parseInt(said[0]);
        assertThat(Integer.parseInt(said[1])).isEqualTo(next[teller]++);
      }
      for (CompletableFuture<Void> teller : tellers) {
        teller.get(5, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void shouldLastLongerThanRequestsMayTakeToArrive() {
    ApiServer.Pace pace = new ApiServer.Pace(1000, 1000, 4, 1);
    try (Served impatient = Served.start(new Served.Setup(), pace);
        RawHttp events = impatient.raw().send(EVENTS)) {
      events.readUntil("alive");
      for (int silent = 0; silent < 2; silent++) {
        try (RawHttp raw = impatient.raw()) {
          assertThat(raw.readToEnd()).isEmpty(); // it is let go after a second or two
        }
      }
      impatient.service.tell(Samples.event(3));
      events.readUntil("id: 3");
    }
  }

  @Test
  void shouldHoldNoThreadForEachStream() {
    List<RawHttp> open = new ArrayList<>();
    IntStream.range(0, 4).forEach(i -> open.add(served.raw().send(EVENTS)));
    open.forEach(raw -> raw.readUntil("alive"));

    Soon.holds(
        () ->
            Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .noneMatch(at -> at.getClassName().endsWith("LiveStream")),
        "nothing but a sign of life now and then takes a thread");
    open.forEach(RawHttp::close);
  }

  @Test
  void shouldEndAFeedThatItsReaderClosesFromAnotherThread() throws Exception {
    try (NodeClient client = served.client()) {
      EventStream<EventView> events = client.events();
      CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(events::hasNext);
      Soon.holds(() -> served.service.watchers.size() == 1, "it is watched");

      events.close();

      assertThat(more.get(5, TimeUnit.SECONDS)).isFalse();
      Soon.holds(() -> served.service.closed.get() == 1, "the server lets it go");
    }
  }

  @Test
  void shouldEndItsFeedsWithTheClient() throws Exception {
    NodeClient client = served.client();
    EventStream<EventView> events = client.events();
    CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(events::hasNext);
    Soon.holds(() -> served.service.watchers.size() == 1, "it is watched");

    client.close();

    assertThat(more.get(5, TimeUnit.SECONDS)).isFalse();
    Soon.holds(() -> served.service.closed.get() == 1, "the server lets it go");
  }

  @Test
  void shouldTellTheReaderOfAFeedWhyItCanNotBegin() {
    try (NodeClient client = served.client()) {
      served.service.failure = ApiException.of(404, "job_not_found", "no job x", "list them");
      assertThatThrownBy(() -> client.followLogs("x", null, 1))
          .isInstanceOf(ApiException.class)
          .hasMessage("no job x");
      served.close();
      assertThatThrownBy(client::events).isInstanceOf(NodeUnreachableException.class);
    }
  }
}

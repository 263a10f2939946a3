package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that closes finishes what it has begun, and leaves nothing behind. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class CloseTest {

  @Test
  void shouldFinishRequestsThatAreUnderWayAndRefuseNewOnes() throws Exception {
    try (Served served = Served.start();
        RawHttp kept = served.raw()) {
      kept.send("GET /api/v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").readUntil("true}");
      served.service.gate = new CountDownLatch(1);
      CompletableFuture<HttpResponse<String>> slow =
          CompletableFuture.supplyAsync(() -> served.get("/jobs"));
      Soon.holds(() -> served.service.asked.contains("jobs"), "it is under way");
      CompletableFuture<Void> closing = CompletableFuture.runAsync(served.server::close);
      Soon.holds(() -> refused(served), "new ones are refused");

      assertThat(kept.send("GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n\r\n").readToEnd())
          .startsWith("HTTP/1.1 503 ")
          .contains("Connection: close", "Retry-After: 1", "\"error_code\":\"stopping\"");
      assertThat(closing).isNotDone();
      served.service.gate.countDown();

      assertThat(slow.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      closing.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldNotWaitForEverForRequestsThatHang() {
    Served served = Served.start();
    served.service.gate = new CountDownLatch(1);
    CompletableFuture<Object> hanging =
        CompletableFuture.supplyAsync(() -> (Object) served.get("/jobs")).exceptionally(e -> e);
    Soon.holds(() -> served.service.asked.contains("jobs"), "it hangs");
    try (RawHttp upload = served.raw()) {
      upload.send("PUT /api/v1/jars/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab");
      long begin = System.nanoTime();

      served.server.close();

      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(9));
      assertThat(hanging.join()).isNotNull();
    }
  }

  @Test
  void shouldLeaveNoThreadAndCloseTwice() {
    Set<Thread> before = threads();
    Served served = Served.start();
    assertThat(served.get("/jobs").statusCode()).isEqualTo(200);
    Served.send(served.request("/jars").PUT(BodyPublishers.ofByteArray(new byte[9])));
    try (RawHttp events = served.raw()) {
      events.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n").readUntil("alive");
      assertThat(threads()).hasSizeGreaterThan(before.size());

      served.close();
      served.close();

      Soon.holds(() -> before.containsAll(threads()), "no thread is left: " + threads());
    }
  }

  private static boolean refused(Served served) {
    return served.get("/health/live").statusCode() == 503;
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .filter(thread -> thread.getName().startsWith("http") || thread.getName().contains("qtp"))
        .collect(Collectors.toSet());
  }
}

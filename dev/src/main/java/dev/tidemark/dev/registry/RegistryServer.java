package dev.tidemark.dev.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry behind HTTP. A fixed number of threads answers; when all are busy and the queue is
 * full, new connections wait. Thread-safe.
 */
public final class RegistryServer implements AutoCloseable {
  /** The largest body of a request, in bytes. */
  public static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

  private static final long DISCARDED_BYTES_MAX = 16L * BODY_BYTES_MAX;
  private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int THREADS = 4;
  private static final int QUEUE_MAX = 64;
  private static final int BACKLOG = 64;

  static {
    // The JDK's server sends head and body apart; with Nagle's algorithm every answer takes 40 ms.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpServer http;
  private final ExecutorService threads;
  private final RegistryLog log;
  private final Router router;

  private RegistryServer(HttpServer http, RegistryLog log) {
    this.http = http;
    this.log = log;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_MAX),
            namedThreads(),
            new ThreadPoolExecutor.CallerRunsPolicy());
    Router routes = new ReadRoutes(log).addTo(new Router());
    new WriteRoutes(log).addTo(routes);
    new CompatibilityRoutes(log).addTo(routes);
    this.router = new ConfigRoutes(log).addTo(routes);
  }

  private record ErrorBody(@JsonProperty("error_code") int code, @Nullable String message) {}

  private record Reply(int status, String body, Map<String, String> headers) {}

  /**
   * Starts; returns when requests are answered.
   *
   * @param address where to listen; port 0 for any free one
   * @param bootstrapServers the Kafka that keeps the schemas in its topic {@code _schemas}; empty
   *     to keep them in memory
   * @throws IOException if the address is in use
   * @throws IllegalStateException if the topic can't be read
   */
  public static RegistryServer start(InetSocketAddress address, Optional<String> bootstrapServers)
      throws IOException {
    HttpServer http = HttpServer.create(address, BACKLOG);
    RegistryLog log;
    try {
      log = bootstrapServers.<RegistryLog>map(TopicLog::open).orElseGet(MemoryLog::new);
    } catch (RuntimeException e) {
      http.stop(0);
      throw e;
    }
    RegistryServer server = new RegistryServer(http, log);
    http.createContext("/", server::answer);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  /** Returns the address on which the server listens. */
  public InetSocketAddress address() {
    return http.getAddress();
  }

  /** Stops at once; requests that are being answered may be cut off. */
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    log.close();
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      send(exchange, reply(exchange));
    } catch (IOException e) {
      LOG.debug("the client went away", e);
    }
  }

  private Reply reply(HttpExchange exchange) {
    try {
      String body = body(exchange);
      List<String> segments = RegistryRequest.segments(exchange.getRequestURI().getRawPath());
      Router.Match match = router.match(exchange.getRequestMethod(), segments);
      Map<String, String> query =
          RegistryRequest.parameters(exchange.getRequestURI().getRawQuery());
      RegistryRequest request = new RegistryRequest(match.variables(), query, body);
      return new Reply(200, match.handler().apply(request).text(), Map.of());
    } catch (RegistryException e) {
      LOG.debug("answered {}", e.code(), e);
      return error(e.status(), e.code(), e.getMessage(), Map.of());
    } catch (Router.MethodNotAllowedException e) {
      Map<String, String> allow = Map.of("Allow", String.valueOf(e.getMessage()));
      return error(405, 405, "HTTP 405 Method Not Allowed", allow);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      LOG.error("could not answer {}", exchange.getRequestURI(), e);
      return error(500, 500, "Internal Server Error", Map.of());
    }
  }

  private static Reply error(
      int status, int code, @Nullable String message, Map<String, String> headers) {
    return new Reply(status, Json.write(new ErrorBody(code, message)), headers);
  }

  private static String body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(BODY_BYTES_MAX + 1);
      if (body.length > BODY_BYTES_MAX) {
        discard(in);
        throw new RegistryException(
            413, "The request's body has more than " + BODY_BYTES_MAX + " bytes");
      }
      requireJson(exchange, body);
      return new String(body, UTF_8);
    }
  }

  /** A client that still sends would meet a reset connection and miss the answer. */
  private static void discard(InputStream in) throws IOException {
    byte[] chunk = new byte[8192];
    long left = DISCARDED_BYTES_MAX;
    while (left > 0) {
      int count = in.read(chunk);
      if (count < 0) {
        return;
      }
      left -= count;
    }
  }

  /**
   * As the real one does; it also keeps web pages from sending requests, since JSON needs a
   * browser's preflight.
   */
  private static void requireJson(HttpExchange exchange, byte[] body) {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (body.length == 0 || (type != null && type.toLowerCase(Locale.ROOT).contains("json"))) {
      return;
    }
    throw new RegistryException(
        415, "HTTP 415 Unsupported Media Type; send the body as " + MEDIA_TYPE);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = reply.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  private static ThreadFactory namedThreads() {
    AtomicInteger next = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "schema-registry-http-" + next.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}

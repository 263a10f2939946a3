package dev.tidemark.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the first node that takes them, beginning with the one that answered last. One
 * that may have been carried out is never sent twice, unless it only asks. Thread-safe.
 */
final class Transport implements AutoCloseable {
  private static final String BASE = "/api/v1";
  private static final Duration UPLOAD_TIMEOUT = Duration.ofHours(2);

  /** Refused before anything was done, so that another node may be asked. */
  private static final Set<String> NOT_BEGUN = Set.of("stopping", "busy", "tokens_unreadable");

  private final List<URI> urls;
  private final @Nullable String token;
  private final Duration timeout;
  private final HttpClient http;
  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor clock;
  private final Set<EventStream<?>> feeds = ConcurrentHashMap.newKeySet();
  private volatile int preferred;

  Transport(
      List<URI> urls,
      @Nullable String token,
      @Nullable SSLContext trust,
      Duration connectTimeout,
      Duration timeout) {
    this.urls = List.copyOf(urls);
    this.token = token;
    this.timeout = timeout;
    this.threads = Executors.newCachedThreadPool(work -> daemon(work, "node-client"));
    this.clock = new ScheduledThreadPoolExecutor(1, work -> daemon(work, "node-client-clock"));
    clock.setRemoveOnCancelPolicy(true);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .executor(threads);
    this.http = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  /** The whole answer as a type; null of an empty one. */
  <T> @Nullable T answer(ApiRequest ask, JavaType type) {
    Optional<T> answer =
        firstThatAnswers(
            ask,
            url ->
                Optional.ofNullable(parsed(url, send(url, ask, BodyHandlers.ofByteArray()), type)));
    return answer.orElse(null);
  }

  /** The whole answer as text. */
  byte[] bytes(ApiRequest ask) {
    return firstThatAnswers(ask, url -> accepted(url, send(url, ask, BodyHandlers.ofByteArray())));
  }

  /** Status and body, whatever they are. */
  HttpResponse<byte[]> raw(ApiRequest ask) {
    return firstThatAnswers(ask, url -> send(url, ask, BodyHandlers.ofByteArray()));
  }

  /** An answer without an end. */
  <T> EventStream<T> feed(ApiRequest ask, Class<T> type) {
    return firstThatAnswers(
        ask,
        url -> {
          HttpResponse<InputStream> response = send(url, ask, BodyHandlers.ofInputStream());
          if (response.statusCode() == 200) {
            EventStream<T> feed =
                new EventStream<>(url, response.body(), type, clock, feeds::remove);
            feeds.add(feed);
            return feed;
          }
          try (InputStream body = response.body()) {
            throw refused(url, response.statusCode(), body.readNBytes(1 << 20));
          }
        });
  }

  @Override
  public void close() {
    feeds.forEach(EventStream::close);
    clock.shutdownNow();
    threads.shutdown();
  }

  private interface Attempt<T> {
    T at(URI url) throws IOException;
  }

  private <T> T firstThatAnswers(ApiRequest ask, Attempt<T> attempt) {
    int first = preferred;
    RuntimeException failure = null;
    for (int tried = 0; tried < urls.size(); tried++) {
      int at = (first + tried) % urls.size();
      URI url = urls.get(at);
      try {
        T answer = attempt.at(url);
        preferred = at;
        return answer;
      } catch (IOException e) {
        failure = failure == null ? Unreachable.of(urls, url, e) : failure;
        if (!ask.isRepeatable() && !Unreachable.isBeforeSending(e)) {
          throw Unreachable.halfWay(url, ask, e);
        }
      } catch (ApiException e) {
        preferred = at;
        if (e.status() != 503 || !NOT_BEGUN.contains(e.error().errorCode())) {
          throw e;
        }
        failure = failure == null ? e : failure;
      }
    }
    throw failure == null ? new IllegalStateException("no node is known") : failure;
  }

  private <B> HttpResponse<B> send(URI url, ApiRequest ask, BodyHandler<B> handler)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + BASE + ask.path()))
            .method(ask.method(), ask.body());
    ask.headers().forEach(request::setHeader);
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    Duration limit = ask.isUpload() ? UPLOAD_TIMEOUT : timeout;
    CompletableFuture<HttpResponse<B>> response = http.sendAsync(request.build(), handler);
    try {
      return response.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new SlowAnswerException(limit);
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      throw Unreachable.interrupted(url, e);
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  private static IOException cause(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof UncheckedIOException unchecked) {
      return Objects.requireNonNull(unchecked.getCause());
    }
    return new IOException(String.valueOf(cause), cause);
  }

  private static <T> @Nullable T parsed(URI url, HttpResponse<byte[]> response, JavaType type)
      throws IOException {
    byte[] body = accepted(url, response);
    return body.length == 0 ? null : parse(url, body, type);
  }

  private static byte[] accepted(URI url, HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    throw refused(url, response.statusCode(), response.body());
  }

  private static <T> T parse(URI url, byte[] body, JavaType type) throws IOException {
    try {
      return Json.mapper().readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new StrangeAnswerException(
          url + " did not answer as a node of this version does: " + e.getOriginalMessage());
    }
  }

  /**
   * Turns an error response into an exception. The server may not be a node, e.g. a proxy with a
   * page of its own, or a schema registry, whose errors have no hint.
   */
  static ApiException refused(URI url, int status, byte[] body) {
    try {
      ApiError error = Json.mapper().readValue(body, ApiError.class);
      if (error.errorCode() != null && error.message() != null && error.hint() != null) {
        return new ApiException(status, complete(error));
      }
    } catch (IOException e) {
      // said below
    }
    return ApiException.of(
        status < 400 ? 502 : status,
        "not_a_node",
        url + " answered " + status + ", and not as a node does",
        "check the URL, and what is in between");
  }

  @SuppressWarnings("ConstantValue") // fields may be missing in what came over the network
  private static ApiError complete(ApiError error) {
    return new ApiError(
        error.errorCode(),
        error.message(),
        error.hint(),
        error.details() == null ? List.of() : error.details());
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The answer did not come in time. */
  static final class SlowAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    SlowAnswerException(Duration limit) {
      super("no answer within " + limit.toSeconds() + " s");
    }
  }

  /** The answer makes no sense. */
  static final class StrangeAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    StrangeAnswerException(String message) {
      super(message);
    }
  }
}

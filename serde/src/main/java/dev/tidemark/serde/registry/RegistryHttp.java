package dev.tidemark.serde.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the first address that answers, the last good one first, in several rounds with
 * pauses. What a registry says about the request is final; what says that it can't answer (no
 * connection, no answer in time, 5xx, 429, something that is no registry's JSON) goes to the next
 * address. Redirects are not followed: the credentials are meant for the configured addresses only.
 * Thread-safe.
 */
final class RegistryHttp {
  private static final int ANSWER_BYTES_MAX = 8 * 1024 * 1024;
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final RegistryConfig config;
  private final HttpClient http;
  private volatile URI lastGood;

  RegistryHttp(RegistryConfig config) {
    this.config = config;
    this.lastGood = config.urls().get(0);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.connectTimeout());
    if (!config.tls().isJvmDefault()) {
      builder.sslContext(config.tls().context());
    }
    this.http = builder.build();
  }

  /**
   * One request of the registry's protocol.
   *
   * @param what the subject or schema that is asked about, for messages
   * @param expected what a successful answer must be; another one is no answer
   */
  record Request(
      String method,
      String path,
      @Nullable JsonNode body,
      String what,
      Predicate<JsonNode> expected) {}

  /** No answer from one address; the next one may have it. */
  private static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(URI url, String why, @Nullable Throwable cause) {
      super(url + " " + why, cause);
    }

    NoAnswer(List<NoAnswer> all) {
      super(
          all.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
          all.get(all.size() - 1).getCause());
    }
  }

  /**
   * The JSON of a successful answer.
   *
   * @throws RegistryUnavailableException when no address answers in any round
   */
  JsonNode send(Request request) {
    for (int round = 0; ; round++) {
      try {
        return sendToAny(request);
      } catch (NoAnswer e) {
        if (round >= config.retries()) {
          throw unavailable(request, e.getMessage(), e);
        }
      }
      pause(request, config.pauseAfter(round));
    }
  }

  private JsonNode sendToAny(Request request) throws NoAnswer {
    List<NoAnswer> problems = new ArrayList<>();
    for (URI url : urlsByMerit()) {
      try {
        HttpResponse<byte[]> response = sendTo(url, request);
        JsonNode answer = read(url, response, request);
        lastGood = url;
        return RegistryAnswers.accepted(response.statusCode(), answer, request);
      } catch (NoAnswer e) {
        problems.add(e);
      }
    }
    throw new NoAnswer(problems);
  }

  private List<URI> urlsByMerit() {
    List<URI> urls = new ArrayList<>(config.urls());
    URI good = lastGood;
    if (urls.remove(good)) {
      urls.add(0, good);
    }
    return urls;
  }

  private HttpResponse<byte[]> sendTo(URI url, Request request) throws NoAnswer {
    CompletableFuture<HttpResponse<byte[]>> pending =
        http.sendAsync(httpRequest(url, request), info -> new BoundedBody(ANSWER_BYTES_MAX));
    try {
      // A time-out of the request itself would end with the headers; this one holds for the body
      // too.
      return pending.get(config.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw new NoAnswer(
          url, "gives no answer within " + config.requestTimeout().toMillis() + " ms", e);
    } catch (ExecutionException | CancellationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new NoAnswer(url, "can't be reached: " + oneLine(cause), cause);
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw unavailable(request, "interrupted while waiting for " + url, e);
    }
  }

  private HttpRequest httpRequest(URI url, Request request) {
    JsonNode body = request.body();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url + request.path()))
            .header("Accept", CONTENT_TYPE + ", application/json;q=0.9")
            .header("Content-Type", CONTENT_TYPE)
            .method(
                request.method(),
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.UTF_8)));
    config.auth().header().ifPresent(value -> builder.header("Authorization", value));
    return builder.build();
  }

  private static JsonNode read(URI url, HttpResponse<byte[]> response, Request request)
      throws NoAnswer {
    int status = response.statusCode();
    if (status / 100 == 3) {
      throw new NoAnswer(
          url, "redirects (" + status + "): configure the address it redirects to", null);
    }
    if (status == 401 || status == 403) {
      throw new RegistryAccessException(
          "the schema registry at "
              + url
              + (status == 401 ? " refuses the credentials" : " does not permit the request")
              + " ("
              + status
              + "): check basic.auth.* or bearer.auth.* and the user's rights");
    }
    JsonNode json = json(response.body());
    if (status / 100 == 5 || status == 429 || status == 408) {
      throw new NoAnswer(url, "answers " + status + RegistryAnswers.message(json), null);
    }
    boolean wrongPath = status == 404 && !RegistryAnswers.isNotFound(json);
    boolean unexpected = status / 100 == 2 && !(json != null && request.expected().test(json));
    if (json == null || wrongPath || unexpected) {
      throw new NoAnswer(
          url, "answers " + status + " with something that is not a schema registry's", null);
    }
    return json;
  }

  private static @Nullable JsonNode json(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null || json.isMissingNode() ? null : json;
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void pause(Request request, Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(request, "interrupted between two attempts", e);
    }
  }

  private static RegistryUnavailableException unavailable(
      Request request, @Nullable String why, Throwable cause) {
    return new RegistryUnavailableException(
        "the schema registry can't be asked for " + request.what() + ": " + why, cause);
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage();
    String name = e.getClass().getSimpleName();
    return message == null ? name : name + ", " + RegistryAnswers.oneLine(message);
  }
}

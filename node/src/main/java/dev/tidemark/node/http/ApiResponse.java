package dev.tidemark.node.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The response to a request. */
sealed interface ApiResponse {

  /** A complete body; the type is empty if there is none. */
  record Whole(int status, String contentType, byte[] body, Map<String, String> headers)
      implements ApiResponse {
    Whole with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Whole(status, contentType, body, more);
    }
  }

  /**
   * A streaming body, until either side closes it.
   *
   * @param heartbeat sent at the start and while there is no data; empty for none
   * @param skipped the message about the number of skipped pieces; null if none may be skipped
   */
  record Live(
      String contentType, byte[] heartbeat, @Nullable LongFunction<byte[]> skipped, Feed feed)
      implements ApiResponse {}

  /** The producer of a streaming body. */
  @FunctionalInterface
  interface Feed {
    /**
     * Starts to send.
     *
     * @param sink receives the data, never blocks; throws when the client is gone or too slow
     * @return ends it; may be called while the feed sends
     */
    AutoCloseable open(Consumer<byte[]> sink);
  }

  static Whole json(int status, Object value) {
    try {
      return new Whole(status, Accept.JSON, Json.mapper().writeValueAsBytes(value), Map.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer is not JSON: " + value.getClass(), e);
    }
  }

  static Whole ok(Object value) {
    return json(200, value);
  }

  static Whole text(String contentType, String body) {
    return new Whole(
        200, contentType + ";charset=utf-8", body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Whole empty(int status) {
    return new Whole(status, "", new byte[0], Map.of());
  }

  /** Returns an error, with the headers that HTTP requires for some. */
  static Whole error(ApiException e) {
    Whole answer = error(e.status(), e.error());
    return switch (e.status()) {
      case 401 -> answer.with("WWW-Authenticate", "Bearer realm=\"tidemark\"");
      case 429, 503 -> answer.with("Retry-After", "1");
      default -> answer;
    };
  }

  static Whole error(int status, ApiError error) {
    return json(status, error);
  }
}

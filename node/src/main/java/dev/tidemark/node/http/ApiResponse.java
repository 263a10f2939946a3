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

/** What a request is answered with. */
sealed interface ApiResponse {

  /** A whole body at once; an empty type for none. */
  record Whole(int status, String contentType, byte[] body, Map<String, String> headers)
      implements ApiResponse {
    Whole with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Whole(status, contentType, body, more);
    }
  }

  /**
   * A body without an end, until either side closes it.
   *
   * @param heartbeat sent at the start and when nothing else is; empty for none
   * @param skipped says how many pieces were skipped; null where none may be
   */
  record Live(
      String contentType, byte[] heartbeat, @Nullable LongFunction<byte[]> skipped, Feed feed)
      implements ApiResponse {}

  /** Where a live answer comes from. */
  @FunctionalInterface
  interface Feed {
    /**
     * Begins to send.
     *
     * @param sink takes what to send, never blocks; throws when the client is gone or too slow
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

  /** An error, with what HTTP asks to say beside some. */
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

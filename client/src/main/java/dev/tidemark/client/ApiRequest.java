package dev.tidemark.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A request before it is known which node gets it.
 *
 * @param path below {@code /api/v1}, encoded
 * @param headers beside those of every request
 */
record ApiRequest(
    String method, String path, Map<String, String> headers, BodyPublisher body, boolean isUpload) {

  static ApiRequest of(String method, String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/').append(encode(segment));
    }
    return new ApiRequest(method, path.toString(), Map.of(), BodyPublishers.noBody(), false);
  }

  static ApiRequest get(String... segments) {
    return of("GET", segments);
  }

  /** The same with a parameter; without it for null. */
  ApiRequest with(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    String separator = path.indexOf('?') < 0 ? "?" : "&";
    String pair = separator + encode(name) + "=" + encode(value.toString());
    return new ApiRequest(method, path + pair, headers, body, isUpload);
  }

  /** The same with a parameter that is true; without it for false. */
  ApiRequest flag(String name, boolean value) {
    return value ? with(name, "true") : this;
  }

  ApiRequest header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiRequest(method, path, more, body, isUpload);
  }

  ApiRequest ifMatch(OptionalLong version) {
    return version.isPresent() ? header("If-Match", "\"" + version.getAsLong() + "\"") : this;
  }

  ApiRequest json(Object value) {
    try {
      BodyPublisher publisher = BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(value));
      return new ApiRequest(method, path, headers, publisher, false)
          .header("Content-Type", "application/json");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a request is not JSON: " + value.getClass(), e);
    }
  }

  ApiRequest upload(BodyPublisher file) {
    return new ApiRequest(method, path, headers, file, true)
        .header("Content-Type", "application/java-archive");
  }

  /** Returns whether asking twice does no harm. */
  boolean isRepeatable() {
    return method.equals("GET");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

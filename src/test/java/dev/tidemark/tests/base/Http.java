package dev.tidemark.tests.base;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks as any client of HTTP would. */
public final class Http {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(LIMIT).version(HttpClient.Version.HTTP_1_1).build();

  private Http() {}

  /** The status of a GET; 0 if nobody answers. */
  static int status(String url) {
    try {
      return get(url).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The answer to a GET. */
  static HttpResponse<String> get(String url) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build());
  }

  public static HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + request.uri(), e);
    }
  }
}

package dev.tidemark.node.http;

import dev.tidemark.client.NodeClient;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.runtime.base.ConnectionConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server on a free port of loopback, with a fake behind it. */
final class Served implements AutoCloseable {
  static final ApiServer.Pace PACE = new ApiServer.Pace(100_000, 100_000, 4, 20);
  static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  final FakeService service = new FakeService();
  final ApiServer server;

  private Served(NodeConfig config, ApiServer.Pace pace) {
    server = ApiServer.start(config, service, service, pace);
  }

  static Served start() {
    return start(new Setup());
  }

  static Served start(Setup setup) {
    return start(setup, PACE);
  }

  static Served start(Setup setup, ApiServer.Pace pace) {
    return new Served(setup.config(), pace);
  }

  int port() {
    return server.port();
  }

  NodeClient client() {
    return NodeClient.at(List.of(URI.create("http://127.0.0.1:" + port()))).build();
  }

  /** A request of a path below {@code /api/v1}. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/api/v1" + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> json(String method, String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  RawHttp raw() {
    return RawHttp.open(port());
  }

  @Override
  public void close() {
    service.gate.countDown();
    server.close();
  }

  /** The differences from a node on loopback without tokens. */
  static final class Setup {
    String host = "127.0.0.1";
    Optional<String> advertisedUrl = Optional.empty();
    Optional<Path> tokens = Optional.empty();
    Optional<NodeConfig.Tls> tls = Optional.empty();
    boolean insecure;
    NodeConfig.Limits limits = NodeConfig.Limits.DEFAULT;
    int port;

    NodeConfig config() {
      return new NodeConfig(
          "a",
          "tidemark",
          new NodeConfig.Listen(host, port, advertisedUrl),
          new ConnectionConfig("127.0.0.1:1", Map.of(), Map.of()),
          Path.of("unused"),
          new NodeConfig.Security(tokens, Optional.empty(), tls, insecure),
          limits);
    }
  }
}

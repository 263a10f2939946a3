package dev.tidemark.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.client.NodeClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers at the address is no node. */
class StrangerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}", // a schema registry
        "<html>nothing here</html>",
        ""
      })
  void shouldBeSaidToBeNoNode(String page) throws IOException {
    byte[] body = page.getBytes(StandardCharsets.UTF_8);
    HttpServer stranger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          }
        });
    stranger.start();
    String url = "http://127.0.0.1:" + stranger.getAddress().getPort();
    try (NodeClient client = NodeClient.at(List.of(URI.create(url))).build()) {
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(client::jobs)
          .satisfies(
              refusal -> {
                assertThat(refusal.error().errorCode()).isEqualTo("not_a_node");
                assertThat(refusal.error().message()).contains(url, "404");
                assertThat(refusal.error().hint()).contains("check the URL");
              });
    } finally {
      stranger.stop(0);
    }
  }
}

package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web pages of other sites are kept out, whatever name they give this address. */
class OriginCheckTest {
  private static Served served;

  @BeforeAll
  static void serve() {
    served = Served.start();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:PORT",
        "localhost:PORT",
        "LOCALHOST",
        "127.0.0.1",
        "[::1]:PORT",
        "127.8.9.1"
      })
  void shouldAnswerByItsOwnNames(String host) {
    assertThat(status(served, "Host: " + host)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:PORT",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "0.0.0.0:PORT",
        "0:PORT",
        "2130706433",
        "0x7f000001",
        "127.1",
        "10.0.0.1",
        "[::ffff:10.0.0.1]",
        "localhost.",
        "127.0.0.1@evil.example",
      })
  void shouldNotAnswerByAnotherName(String host) {
    assertThat(status(served, "Host: " + host)).isIn(400, 421);
  }

  @Test
  void shouldSayWhatItMayBeCalled() {
    try (RawHttp raw = served.raw()) {
      assertThat(raw.ask("GET /api/v1", "Host: evil.example"))
          .contains("421 ")
          .contains("\"error_code\":\"wrong_host\"", "not called evil.example", "advertised URL");
    }
  }

  @Test
  void shouldWantOneHost() {
    try (RawHttp raw = served.raw()) {
      assertThat(raw.send("GET /api/v1 HTTP/1.1\r\nConnection: close\r\n\r\n").readToEnd())
          .contains(" 400 ", "bad_request");
    }
    try (RawHttp raw = served.raw()) {
      assertThat(raw.ask("GET /api/v1", "Host: localhost", "Host: localhost")).contains(" 400 ");
    }
    try (RawHttp raw = served.raw()) {
      assertThat(raw.ask("GET http://localhost/api/v1", "Host: evil.example"))
          .doesNotContain(" 200 ");
    }
    try (RawHttp raw = served.raw()) {
      assertThat(raw.ask("GET http://evil.example/api/v1", "Host: localhost"))
          .doesNotContain(" 200 ");
    }
  }

  @Test
  void shouldRefuseOtherOrigins() {
    assertThat(status(served, "Origin: http://evil.example")).isEqualTo(403);
    assertThat(status(served, "Origin: null")).isEqualTo(403);
    assertThat(status(served, "Origin: http://127.0.0.1:1")).isEqualTo(403);
    assertThat(status(served, "Origin: https://127.0.0.1:PORT")).isEqualTo(403);
    assertThat(status(served, "Sec-Fetch-Site: cross-site")).isEqualTo(403);
    assertThat(status(served, "Origin: http://127.0.0.1:PORT", "Origin: http://evil.example"))
        .isEqualTo(403);
  }

  @Test
  void shouldTakeItsOwnOrigin() {
    assertThat(status(served, "Origin: http://127.0.0.1:PORT")).isEqualTo(200);
    assertThat(status(served, "Sec-Fetch-Site: same-origin")).isEqualTo(200);
  }

  @Test
  void shouldGrantNothingToPreflights() {
    try (RawHttp raw = served.raw()) {
      String answer =
          raw.ask(
              "OPTIONS /api/v1/jobs",
              "Origin: http://evil.example",
              "Access-Control-Request-Method: PUT");
      assertThat(answer).contains(" 403 ").doesNotContainIgnoringCase("access-control-allow");
    }
  }

  @Test
  void shouldAnswerByItsAdvertisedName() {
    Served.Setup setup = new Served.Setup();
    setup.advertisedUrl = Optional.of("https://Tidemark.example.com:8443");
    try (Served advertised = Served.start(setup)) {
      assertThat(status(advertised, "Host: tidemark.example.com:8443")).isEqualTo(200);
      assertThat(status(advertised, "Host: tidemark.example.com")).isEqualTo(200);
      assertThat(status(advertised, "Host: 127.0.0.1", "Origin: https://tidemark.example.com:8443"))
          .isEqualTo(200);
      assertThat(status(advertised, "Host: evil.example")).isEqualTo(421);
      assertThat(advertised.server.url()).isEqualTo("https://Tidemark.example.com:8443");
    }
  }

  @Test
  void shouldAnswerByTheAddressThatWasAskedWhenItListensEverywhere(@TempDir Path folder)
      throws Exception {
    Served.Setup setup = new Served.Setup();
    setup.host = "0.0.0.0";
    setup.insecure = true;
    setup.tokens = Optional.of(SecretFiles.write(folder.resolve("tokens"), ""));
    try (Served everywhere = Served.start(setup)) {
      assertThat(status(everywhere, "Host: 127.0.0.1")).isEqualTo(200);
      assertThat(status(everywhere, "Host: localhost:PORT")).isEqualTo(200);
      assertThat(status(everywhere, "Host: 0.0.0.0")).isEqualTo(421);
      assertThat(status(everywhere, "Host: 10.254.254.254")).isEqualTo(421);
      assertThat(status(everywhere, "Host: " + InetAddress.getLocalHost().getHostName() + ".x"))
          .isEqualTo(421);
      for (InetAddress own : addresses()) {
        try (RawHttp raw = RawHttp.open(own, everywhere.port())) {
          assertThat(raw.ask("GET /api/v1/health/live", "Host: " + own.getHostAddress()))
              .contains(" 200 ");
        }
      }
    }
  }

  private static List<InetAddress> addresses() throws Exception {
    return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address.getAddress().length == 4)
        .toList();
  }

  private static int status(Served server, String... headers) {
    String[] filled =
        List.of(headers).stream()
            .map(header -> header.replace("PORT", Integer.toString(server.port())))
            .toArray(String[]::new);
    try (RawHttp raw = server.raw()) {
      return Integer.parseInt(raw.ask("GET /api/v1/health/live", filled).split(" ")[1]);
    }
  }
}

package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.client.EventStream;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.NodeUnreachableException;
import dev.tidemark.client.api.cluster.EventView;
import dev.tidemark.node.config.NodeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening addresses, refused configurations, and TLS. */
@Execution(ExecutionMode.CONCURRENT)
class StartTest {
  private static final String PASSWORD = "not-a-secret";

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private static Path keys;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "node",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-validity",
        "2");
    keytool("-exportcert", "-alias", "node", "-rfc", "-file", keys.resolve("ca.pem").toString());
    SecretFiles.write(keys.resolve("password"), PASSWORD + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.1.2.3", ""})
  void shouldRefuseToListenToOthersWithoutTokens(String host) {
    Served.Setup setup = new Served.Setup();
    setup.host = host;
    setup.insecure = true;

    assertThatThrownBy(() -> Served.start(setup).close())
        .isInstanceOfSatisfying(
            HttpStartException.class, e -> assertThat(e.hint()).contains("file of tokens"))
        .hasMessageContaining("runs the code of any client that reaches it");
  }

  @Test
  void shouldRefuseToListenToOthersInTheClearUnlessToldTo() throws IOException {
    Served.Setup setup = new Served.Setup();
    setup.host = "0.0.0.0";
    setup.tokens = Optional.of(SecretFiles.write(folder.resolve("tokens"), ""));

    assertThatThrownBy(() -> Served.start(setup).close())
        .isInstanceOfSatisfying(
            HttpStartException.class, e -> assertThat(e.hint()).contains("--insecure"))
        .hasMessageContaining("in the clear");
    setup.insecure = true;
    try (Served served = Served.start(setup)) {
      assertThat(served.get("/jobs").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void shouldSayThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Served.Setup setup = new Served.Setup();
      setup.port = taken.getLocalPort();

      assertThatThrownBy(() -> Served.start(setup).close())
          .isInstanceOfSatisfying(
              HttpStartException.class, e -> assertThat(e.hint()).contains("another port"))
          .hasMessageContaining("can't listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void shouldSayThatThereIsNoSuchAddress() {
    Served.Setup setup = new Served.Setup();
    setup.host = "no-such-host.invalid";

    assertThatThrownBy(() -> Served.start(setup).close())
        .isInstanceOf(HttpStartException.class)
        .hasMessageContaining("there is no address 'no-such-host.invalid'");
  }

  @Test
  void shouldServeTlsWithItsOwnKeys() throws Exception {
    try (Served served = Served.start(tls());
        NodeClient trusting =
            NodeClient.at(List.of(URI.create(served.server.url())))
                .trust(keys.resolve("ca.pem"))
                .build()) {
      assertThat(served.server.url()).startsWith("https://127.0.0.1:");
      assertThat(trusting.jobs()).containsExactly(Samples.job());

      try (EventStream<EventView> events = trusting.events()) {
        Soon.holds(() -> served.service.watchers.size() == 1, "it is watched");
        served.service.tell(Samples.event(5));
        assertThat(events.next()).isEqualTo(Samples.event(5));
      }
      Soon.holds(() -> served.service.closed.get() == 1, "it is let go");
      URI plain = URI.create(served.server.url().replace("https", "http"));
      try (NodeClient careless = NodeClient.at(List.of(plain)).build()) {
        assertThatThrownBy(careless::jobs)
            .isInstanceOfSatisfying(
                NodeUnreachableException.class, e -> assertThat(e.hint()).contains("https"));
      }
    }
  }

  @Test
  void shouldNotBeTrustedByWhoDoesNotKnowItsKeys() throws Exception {
    List<String> warnings = new ArrayList<>();
    try (Served served = Served.start(tls())) {
      URI url = URI.create(served.server.url());
      try (NodeClient wary = NodeClient.at(List.of(url)).build()) {
        assertThatThrownBy(wary::jobs)
            .isInstanceOf(NodeUnreachableException.class)
            .hasMessageContaining("certificate of " + url + " is not trusted");
      }
      try (NodeClient careless = NodeClient.at(List.of(url)).trustAnybody(warnings::add).build()) {
        assertThat(careless.jobs()).hasSize(1);
        assertThat(warnings).hasSize(1);
      }
    }
  }

  @Test
  void shouldSayWhatIsWrongWithTheKeyStore() throws IOException {
    Served.Setup setup = tls();
    setup.tls =
        Optional.of(
            new NodeConfig.Tls(
                folder.resolve("no.p12"), keys.resolve("password"), Optional.empty()));
    assertThatThrownBy(() -> Served.start(setup).close())
        .isInstanceOf(HttpStartException.class)
        .hasMessageContaining("no.p12 can't be read");

    Path wrong = SecretFiles.write(folder.resolve("wrong"), "another");
    setup.tls = Optional.of(new NodeConfig.Tls(keys.resolve("node.p12"), wrong, Optional.empty()));
    assertThatThrownBy(() -> Served.start(setup).close())
        .isInstanceOfSatisfying(
            HttpStartException.class, e -> assertThat(e.hint()).contains("password"))
        .hasMessageNotContaining("another");

    Path open = Files.writeString(folder.resolve("open"), PASSWORD);
    open.toFile().setReadable(true, false);
    setup.tls = Optional.of(new NodeConfig.Tls(keys.resolve("node.p12"), open, Optional.empty()));
    assertThatThrownBy(() -> Served.start(setup).close()).hasMessageContaining("chmod 600");
  }

  private static Served.Setup tls() {
    Served.Setup setup = new Served.Setup();
    setup.tls =
        Optional.of(
            new NodeConfig.Tls(
                keys.resolve("node.p12"), keys.resolve("password"), Optional.empty()));
    return setup;
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-keystore",
            keys.resolve("node.p12").toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(said).isZero();
  }
}

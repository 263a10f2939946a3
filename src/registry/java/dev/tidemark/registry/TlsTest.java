package dev.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.registry.SubjectRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom each client trusts. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
final class TlsTest {
  private static final String PASSWORD = "changeit-not";

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  static Path folder;

  private static Path trust;

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    trust = folder.resolve("trust.p12");
    certificate("server", "SAN=dns:localhost");
    certificate("stranger", "SAN=dns:elsewhere.example");
  }

  private static void certificate(String name, String extension)
      throws IOException, InterruptedException {
    Path keys = folder.resolve(name + ".p12");
    String file = folder.resolve(name + ".cer").toString();
    keytool(
        keys,
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        extension);
    keytool(keys, "-exportcert", "-alias", name, "-file", file);
    keytool(trust, "-importcert", "-noprompt", "-alias", name, "-file", file);
  }

  private static void keytool(Path store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
  }

  private static FaultyServer server(String name) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return new FaultyServer(
        context.getServerSocketFactory(), "https", FaultyServer.whole(200, Fault.Bodies.GOOD));
  }

  private static Outcome ask(Client client, String url, String... more) {
    try (SubjectRegistry registry = client.open(url, more)) {
      return Outcome.of(() -> registry.schemaById(1));
    }
  }

  private static String[] trusting() {
    String store = "schema.registry.ssl.truststore";
    return new String[] {
      store + ".location",
      trust.toString(),
      store + ".password",
      PASSWORD,
      store + ".type",
      "PKCS12"
    };
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void shouldTalkToARegistryThatItTrusts(Client client) throws Exception {
    try (FaultyServer server = server("server")) {
      assertThat(ask(client, server.url(), trusting())).isEqualTo(Outcome.FOUND);
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void shouldNotTalkToARegistryThatItDoesNotTrust(Client client) throws Exception {
    try (FaultyServer server = server("server")) {
      assertThat(ask(client, server.url())).isEqualTo(Outcome.UNAVAILABLE);
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void shouldNotTalkToARegistryOfAnotherName(Client client) throws Exception {
    try (FaultyServer server = server("stranger")) {
      Outcome expected =
          Difference.TRUSTS_ANY_NAME.concerns(client) ? Outcome.FOUND : Outcome.UNAVAILABLE;

      assertThat(ask(client, server.url(), trusting())).isEqualTo(expected);
    }
  }
}

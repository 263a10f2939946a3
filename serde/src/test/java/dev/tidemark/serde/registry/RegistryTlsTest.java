package dev.tidemark.serde.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.tidemark.serde.StubRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class RegistryTlsTest {
  private static final String PASSWORD = "changeit-not";
  private static final Schema STRING = Schema.create(Schema.Type.STRING);

  private static Path folder;
  private static Path serverKeys;
  private static Path trust;
  private static Path clientKeys;

  @BeforeAll
  static void makeCertificates(@TempDir Path given) throws IOException, InterruptedException {
    folder = given;
    trust = folder.resolve("trust.p12");
    serverKeys = certificate("server", "SAN=dns:localhost");
    clientKeys = certificate("client", "SAN=dns:client");
    certificate("stranger", "SAN=dns:elsewhere.example");
  }

  /** A self-signed certificate, which the trust store is told of. */
  private static Path certificate(String name, String extension)
      throws IOException, InterruptedException {
    Path keys = folder.resolve(name + ".p12");
    Path exported = folder.resolve(name + ".cer");
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
    keytool(keys, "-exportcert", "-alias", name, "-file", exported.toString());
    keytool(trust, "-importcert", "-noprompt", "-alias", name, "-file", exported.toString());
    return keys;
  }

  private static void keytool(Path store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static StubRegistry registry(Path keys, boolean askForCertificate) throws IOException {
    HttpsServer server = HttpsServer.create(StubRegistry.loopback(), 0);
    RegistryTls tls = new RegistryTls(store(trust), store(keys), null);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls.context()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(askForCertificate);
            parameters.setSSLParameters(ssl);
          }
        });
    StubRegistry registry = new StubRegistry(server, "https");
    registry.answer(200, "{\"schema\":\"\\\"string\\\"\"}");
    return registry;
  }

  private static RegistryTls.Store store(Path path) {
    return new RegistryTls.Store(path, PASSWORD, "PKCS12");
  }

  private static SchemaRegistryClient client(StubRegistry registry, String... more) {
    Map<String, String> config = new HashMap<>();
    config.put("schema.registry.url", registry.url().toString());
    config.put("schema.registry.retries", "0");
    for (int i = 0; i < more.length; i += 2) {
      config.put(more[i], more[i + 1]);
    }
    return new SchemaRegistryClient(RegistryConfig.from(config));
  }

  private static String[] trusting(String... more) {
    List<String> config =
        new ArrayList<>(
            List.of(
                "schema.registry.ssl.truststore.location",
                trust.toString(),
                "schema.registry.ssl.truststore.password",
                PASSWORD));
    config.addAll(List.of(more));
    return config.toArray(String[]::new);
  }

  @Test
  void shouldTalkToARegistryWhoseCertificateItTrusts() throws IOException {
    try (StubRegistry registry = registry(serverKeys, false)) {
      assertThat(client(registry, trusting()).schemaById(1)).isEqualTo(STRING);
    }
  }

  @Test
  void shouldNotTalkToARegistryThatItDoesNotTrust() throws IOException {
    try (StubRegistry registry = registry(serverKeys, false)) {
      assertThatThrownBy(() -> client(registry).schemaById(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("SSLHandshakeException");
      assertThat(registry.asked()).isEmpty();
    }
  }

  @Test
  void shouldNotTalkToARegistryOfAnotherName() throws IOException {
    try (StubRegistry registry = registry(folder.resolve("stranger.p12"), false)) {
      assertThatThrownBy(() -> client(registry, trusting()).schemaById(1))
          .isInstanceOf(RegistryUnavailableException.class);
      assertThat(registry.asked()).isEmpty();
    }
  }

  @Test
  void shouldShowItsOwnCertificateWhereOneIsNeeded() throws IOException {
    try (StubRegistry registry = registry(serverKeys, true)) {
      String[] withKeys =
          trusting(
              "schema.registry.ssl.keystore.location",
              clientKeys.toString(),
              "schema.registry.ssl.keystore.password",
              PASSWORD,
              "schema.registry.ssl.keystore.type",
              "PKCS12");

      assertThat(client(registry, withKeys).schemaById(1)).isEqualTo(STRING);
      assertThatThrownBy(() -> client(registry, trusting()).schemaById(1))
          .isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void shouldSayWhichStoreItCantReadButNotItsPassword() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.p12"), "no store");
    try (StubRegistry registry = registry(serverKeys, false)) {
      assertThatThrownBy(
              () ->
                  client(
                      registry,
                      "schema.registry.ssl.truststore.location",
                      broken.toString(),
                      "schema.registry.ssl.truststore.password",
                      PASSWORD))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("schema.registry.ssl.truststore.location")
          .hasMessageContaining(broken.toString())
          .hasMessageNotContaining(PASSWORD);
    }
  }
}

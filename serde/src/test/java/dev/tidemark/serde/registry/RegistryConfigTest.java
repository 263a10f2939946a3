package dev.tidemark.serde.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryConfigTest {

  private static RegistryConfig config(String... pairs) {
    Map<String, String> config = new HashMap<>();
    config.put("schema.registry.url", "http://localhost:8081");
    for (int i = 0; i < pairs.length; i += 2) {
      config.put(pairs[i], pairs[i + 1]);
    }
    return RegistryConfig.from(config);
  }

  @Test
  void shouldFillInDefaults() {
    RegistryConfig config = config("bootstrap.servers", "left alone");

    assertThat(config.urls()).containsExactly(URI.create("http://localhost:8081"));
    assertThat(config.auth()).isEqualTo(new RegistryAuth.None());
    assertThat(config.tls()).isSameAs(RegistryTls.JVM_DEFAULT);
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.retries()).isEqualTo(3);
  }

  @Test
  void shouldReadSeveralAddressesAndKeepTheirPaths() {
    assertThat(config("schema.registry.url", "http://a:1/, https://b/apis/ccompat/v7").urls())
        .containsExactly(URI.create("http://a:1"), URI.create("https://b/apis/ccompat/v7"));
  }

  @Test
  void shouldReadBasicCredentialsOfTheirOwnKey() {
    assertThat(
            config("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "u:p:q")
                .auth())
        .isEqualTo(new RegistryAuth.Basic("u", "p:q"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldReadBasicCredentialsOutOfTheAddressAndRemoveThemThere(boolean stated) {
    String url = "https://us%40er:p%3Aw+d@a:1/x,https://b:2";

    RegistryConfig config =
        stated
            ? config("schema.registry.url", url, "basic.auth.credentials.source", "URL")
            : config("schema.registry.url", url);

    assertThat(config.auth()).isEqualTo(new RegistryAuth.Basic("us@er", "p:w+d"));
    assertThat(config.urls())
        .containsExactly(URI.create("https://a:1/x"), URI.create("https://b:2"));
  }

  @Test
  void shouldReadABearerToken() {
    RegistryAuth auth =
        config("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "abc").auth();

    assertThat(auth.header()).contains("Bearer abc");
  }

  @Test
  void shouldReadStores() {
    RegistryTls tls =
        config(
                "schema.registry.ssl.truststore.location", "/t.jks",
                "schema.registry.ssl.truststore.password", "x",
                "schema.registry.ssl.truststore.type", "JKS",
                "schema.registry.ssl.keystore.location", "/k.p12",
                "schema.registry.ssl.key.password", "y")
            .tls();

    assertThat(tls.trustStore()).isEqualTo(new RegistryTls.Store(Path.of("/t.jks"), "x", "JKS"));
    assertThat(tls.keyStore()).isEqualTo(new RegistryTls.Store(Path.of("/k.p12"), null, "pkcs12"));
    assertThat(tls.keyPassword()).isEqualTo("y");
  }

  @ParameterizedTest
  @CsvSource({
    "schema.registry.ulr, schema.registry.url",
    "schema.registry.basic.auth.user.info, basic.auth.user.info",
    "schema.registry.ssl.truststore.locaton, schema.registry.ssl.truststore.location",
    "schema.registry.request.timeout, schema.registry.request.timeout.ms",
    "bearer.auth.tokens, bearer.auth.token"
  })
  void shouldRefuseAnUnknownKeyWithTheNearestOne(String key, String nearest) {
    assertThatThrownBy(() -> config(key, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown key " + key + ": did you mean " + nearest + "?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schema.registry.url | localhost:8081",
        "schema.registry.url | mock://test",
        "schema.registry.url | http://u:canary@host:x",
        "schema.registry.url | http://u:canary@a,http://u:other@b",
        "schema.registry.url | http://host/?key=canary",
        "schema.registry.url | ,",
        "schema.registry.retries | -1",
        "schema.registry.retries | 101",
        "schema.registry.retries | 99999999999",
        "schema.registry.retries | many",
        "schema.registry.request.timeout.ms | 0",
        "schema.registry.connect.timeout.ms | 600001",
        "basic.auth.credentials.source | SASL_INHERIT",
        "basic.auth.credentials.source | USER_INFO",
        "basic.auth.credentials.source | URL",
        "basic.auth.user.info | u:canary",
        "bearer.auth.token | canary",
        "bearer.auth.credentials.source | STATIC_TOKEN",
        "bearer.auth.credentials.source | OAUTHBEARER",
        "schema.registry.ssl.truststore.password | canary"
      })
  void shouldRefuseWhatCantWorkNamingTheKeyButNoSecret(String key, String value) {
    assertThatThrownBy(() -> config(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key.replaceAll("\\.(credentials|password).*", ""))
        .hasMessageNotContaining("canary");
  }

  @Test
  void shouldRefuseATokenThatWouldBreakTheHeader() {
    assertThatThrownBy(
            () ->
                config(
                    "bearer.auth.credentials.source", "STATIC_TOKEN",
                    "bearer.auth.token", "canary\r\nX-Other: 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void shouldRefuseTwoKindsOfCredentials() {
    assertThatThrownBy(
            () ->
                config(
                    "basic.auth.credentials.source", "USER_INFO",
                    "basic.auth.user.info", "u:p",
                    "bearer.auth.credentials.source", "STATIC_TOKEN",
                    "bearer.auth.token", "t"))
        .hasMessageContaining("keep one of them");
  }

  @Test
  void shouldNotTellItsSecrets() {
    String basic =
        config(
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "alice:canary",
                "schema.registry.ssl.truststore.location", "/t",
                "schema.registry.ssl.truststore.password", "canary",
                "schema.registry.ssl.key.password", "canary")
            .toString();
    String bearer =
        config("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "canary")
            .toString();

    assertThat(basic + bearer).doesNotContain("canary").doesNotContain("alice");
  }
}

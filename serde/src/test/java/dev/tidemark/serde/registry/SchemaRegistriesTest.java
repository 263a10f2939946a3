package dev.tidemark.serde.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistriesTest {
  private static final String URL = "http://localhost:1";

  /** Would tell if it were initialised. */
  static final class NoRegistry {
    static {
      System.setProperty("dev.tidemark.serde.initialised", "true");
    }

    private NoRegistry() {}
  }

  private static SubjectRegistry open(String key, String value) {
    return SchemaRegistries.open(Map.of("schema.registry.url", URL, key, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "dev.tidemark.serde.registry.SchemaRegistryClient"})
  void shouldOpenItsOwnClientUnlessAnotherIsNamed(String name) {
    try (SubjectRegistry registry = open(SchemaRegistries.CLIENT_CLASS, name)) {
      assertThat(registry).isInstanceOf(SchemaRegistryClient.class);
    }
  }

  @Test
  void shouldSayThatAClassIsNotThere() {
    assertThatThrownBy(() -> open(SchemaRegistries.CLIENT_CLASS, "com.example.None"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema.registry.client.class: com.example.None is not on")
        .hasMessageContaining("TIDEMARK_CLASSPATH");
  }

  @Test
  void shouldNotRunAClassThatIsNoRegistry() {
    String name = SchemaRegistriesTest.class.getName() + "$NoRegistry";

    assertThatThrownBy(() -> open(SchemaRegistries.CLIENT_CLASS, name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not implement dev.tidemark.serde.registry.SubjectRegistry");
    assertThat(System.getProperty("dev.tidemark.serde.initialised")).isNull();
  }

  @Test
  void shouldSayThatAClassCantBeMadeOfSettings() {
    assertThatThrownBy(
            () ->
                open(SchemaRegistries.CLIENT_CLASS, "dev.tidemark.serde.registry.SubjectRegistry"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a public constructor with a Map");
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void shouldReadWhetherToNormalize(String text, boolean expected) {
    Map<String, String> config =
        Map.of("schema.registry.url", URL, "schema.registry.normalize.schemas", text);

    assertThat(RegistryConfig.from(config).normalize()).isEqualTo(expected);
  }

  @Test
  void shouldRefuseAFlagThatIsNone() {
    assertThatThrownBy(() -> open("schema.registry.normalize.schemas", "yes"))
        .hasMessage("schema.registry.normalize.schemas must be true or false, not \"yes\"");
  }
}

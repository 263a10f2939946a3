package dev.tidemark.dev.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.dev.registry.RegistryEvent.IdsUsed;
import dev.tidemark.dev.registry.RegistryEvent.LevelRemoved;
import dev.tidemark.dev.registry.RegistryEvent.LevelSet;
import dev.tidemark.dev.registry.RegistryEvent.SubjectDeleted;
import dev.tidemark.dev.registry.RegistryEvent.VersionRemoved;
import dev.tidemark.dev.registry.RegistryEvent.VersionWritten;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LogFormatTest {
  private static final SubjectVersion VERSION =
      new SubjectVersion(
          "orders-value",
          2,
          7,
          new SchemaContent("\"string\"", List.of(new Reference("a.B", "b-value", 1))),
          true);

  static Stream<RegistryEvent> events() {
    return Stream.of(
        new VersionWritten(VERSION),
        new VersionRemoved("orders-value", 2),
        new SubjectDeleted("orders-value", 2),
        new LevelSet(Optional.of("orders-value"), CompatibilityLevel.FULL),
        new LevelSet(Optional.empty(), CompatibilityLevel.NONE),
        new LevelRemoved(Optional.of("orders-value")),
        new LevelRemoved(Optional.empty()),
        new IdsUsed(9));
  }

  @ParameterizedTest
  @MethodSource("events")
  void shouldReadBackEveryEvent(RegistryEvent event) throws IOException {
    LogFormat.Entry entry = LogFormat.encode(event);

    assertThat(LogFormat.decode(entry.key(), entry.value())).contains(event);
  }

  @Test
  void shouldWriteASchemaAsConfluentDoes() {
    LogFormat.Entry entry = LogFormat.encode(new VersionWritten(VERSION));

    assertThat(entry.key())
        .isEqualTo(
            "{\"keytype\":\"SCHEMA\",\"subject\":\"orders-value\",\"version\":2,\"magic\":1}");
    assertThat(entry.value())
        .isEqualTo(
            "{\"subject\":\"orders-value\",\"version\":2,\"id\":7,"
                + "\"references\":[{\"name\":\"a.B\",\"subject\":\"b-value\",\"version\":1}],"
                + "\"schema\":\"\\\"string\\\"\",\"deleted\":true}");
  }

  @Test
  void shouldWriteALevelAsConfluentDoes() {
    LogFormat.Entry entry =
        LogFormat.encode(new LevelSet(Optional.of("s"), CompatibilityLevel.FULL));

    assertThat(entry.key()).isEqualTo("{\"keytype\":\"CONFIG\",\"subject\":\"s\",\"magic\":0}");
    assertThat(entry.value()).isEqualTo("{\"subject\":\"s\",\"compatibilityLevel\":\"FULL\"}");
  }

  @Test
  void shouldReadWhatConfluentWrote() throws IOException {
    assertThat(
            decode(
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                "{\"subject\":\"s\",\"version\":1,\"id\":3,\"md5\":\"x\",\"schema\":\"\\\"int\\\"\",\"deleted\":false}"))
        .contains(
            new VersionWritten(
                new SubjectVersion("s", 1, 3, new SchemaContent("\"int\"", List.of()), false)));
    assertThat(
            decode(
                "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
                "{\"compatibilityLevel\":\"FULL\"}"))
        .contains(new LevelSet(Optional.empty(), CompatibilityLevel.FULL));
    assertThat(
            decode(
                "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0}",
                "{\"subject\":\"s\",\"version\":4}"))
        .contains(new SubjectDeleted("s", 4));
    assertThat(decode("{\"keytype\":\"NOOP\",\"magic\":0}", null)).isEmpty();
    assertThat(decode("{\"keytype\":\"CONTEXT\",\"magic\":0}", "{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{\"keytype\":\"SCHEMA\"}",
        "{\"keytype\":\"SCHEMA\",\"subject\":\"s\"}"
      })
  void shouldRefuseAKeyThatIsNone(String key) {
    assertThatThrownBy(() -> decode(key, "{}")).isInstanceOf(IOException.class);
  }

  private static Optional<RegistryEvent> decode(String key, @Nullable String value)
      throws IOException {
    return LogFormat.decode(key, value);
  }
}

package dev.tidemark.topology.plan.upgrade.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaShapeTest {
  private static final String BEFORE =
      """
      {"type": "record", "name": "Visit", "namespace": "shop", "fields": [
        {"name": "page", "type": "string"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "cents", "type": ["null", "long"], "default": null},
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["NEW", "OLD"]}}]}
      """;

  @Test
  void shouldNotSeeWhatChangesNoByte() {
    String after =
        BEFORE
            .replace("\"name\": \"page\"", "\"name\": \"page\", \"doc\": \"What was seen.\"")
            .replace(
                "\"type\": \"string\"",
                "\"type\": {\"type\": \"string\", \"avro.java.string\": \"String\"}")
            .replace("\"namespace\": \"shop\"", "\"namespace\": \"shop\", \"aliases\": [\"View\"]")
            .replace(", \"default\": null", "");

    assertThat(fingerprint(after)).isEqualTo(fingerprint(BEFORE)).matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp-millis -> timestamp-micros",
        "\"name\": \"page\" -> \"name\": \"url\"",
        "\"NEW\", \"OLD\" -> \"OLD\", \"NEW\"",
        "[\"null\", \"long\"], \"default\": null -> [\"long\", \"null\"]",
        "\"type\": \"string\" -> \"type\": \"bytes\"",
        "\"name\": \"Visit\" -> \"name\": \"View\""
      })
  void shouldSeeWhatChangesTheBytesOrTheirMeaning(String change) {
    String[] parts = change.split(" -> ");

    String after = BEFORE.replace(parts[0], parts[1]);

    assertThat(after).isNotEqualTo(BEFORE);
    assertThat(fingerprint(after)).isNotEqualTo(fingerprint(BEFORE));
  }

  private static String fingerprint(String schema) {
    return SchemaShape.fingerprint(new Schema.Parser().parse(schema));
  }
}

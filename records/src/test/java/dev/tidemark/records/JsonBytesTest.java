package dev.tidemark.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import dev.tidemark.serde.registry.RegisteredSchema;
import java.io.IOException;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBytesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "{'type':'long','logicalType':'timestamp-millis'}; '2026-11-20T10:00:00.123Z'",
        "{'type':'long','logicalType':'timestamp-micros'}; '2026-11-20T10:00:00.123456Z'",
        "{'type':'long','logicalType':'timestamp-nanos'}; '2026-11-20T10:00:00.123456789Z'",
        "{'type':'long','logicalType':'local-timestamp-millis'}; '2026-11-20T10:00:00.123'",
        "{'type':'long','logicalType':'local-timestamp-micros'}; '1969-12-31T23:59:59.123456'",
        "{'type':'int','logicalType':'date'}; '1969-11-20'",
        "{'type':'int','logicalType':'time-millis'}; '10:00:00.123'",
        "{'type':'long','logicalType':'time-micros'}; '10:00:00.123456'",
        "{'type':'bytes','logicalType':'decimal','precision':30,'scale':2}; '-1234567890123456789012.34'",
        "{'type':'string','logicalType':'uuid'}; 'c1f7a1de-1f9e-4b7a-8f4e-0f8d2b1f0a11'",
        "'double'; 'NaN'",
        "'double'; '-Infinity'",
        "'float'; 1.5",
        "'bytes'; 'q80='",
        "['null','long']; null",
        "['null','long']; 7",
        "{'type':'array','items':'int'}; [1,2]",
        "{'type':'map','values':['null','string']}; {'a':null}",
        "{'type':'enum','name':'E','symbols':['A']}; 'A'"
      })
  void shouldReadWhatItShows(String type, String value) throws IOException {
    JsonNode json = json("{'v':" + value + "}");
    Schema schema = record("{'name':'v','type':" + type + "}");
    int id = registry.register("s", schema);

    byte[] bytes = JsonBytes.avro("value", new RegisteredSchema("s", 1, id, schema)).of(json);

    assertThat(new ReadableBytes(registry).of(bytes, null).json()).hasToString(json.toString());
  }

  @Test
  void shouldSayWhereAValueDoesNotFit() throws IOException {
    JsonBytes bytes =
        JsonBytes.avro(
            "value",
            new RegisteredSchema(
                "s", 1, 1, record("{'name':'v','type':{'type':'array','items':'int'}}")));

    assertThatThrownBy(() -> bytes.of(json("{'v':[1,'x']}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value.v[1] must be a whole number and is a text");
    assertThatThrownBy(() -> bytes.of(json("{'v':[],'w':1}"))).hasMessage("value has no field w");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':2}; 123.4;"
            + " value.v must have at most 2 digits before the point and 2 behind it",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':2}; 1.234;"
            + " value.v must have at most 2 digits before the point and 2 behind it",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':2}; '1e1000000000';"
            + " value.v must have at most 2 digits before the point and 2 behind it",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':2}; 'x';"
            + " value.v must be a number such as 12.50",
        "'int'; 2147483648; value.v must be a whole number of 32 bits and is a whole number",
        "'bytes'; 'a b'; value.v must be a text in Base64: Illegal base64 character 20",
        "{'type':'int','logicalType':'date'}; 'soon';"
            + " value.v is no date: Text 'soon' could not be parsed at index 0",
        "['null','int']; 'x'; value.v must be a whole number and is a text",
        "['null','int','string']; true; value.v is true or false, and fits none of null, int, string",
        "['int',{'type':'record','name':'A','fields':[{'name':'zip','type':'int'}]}]; {'zip':'x'};"
            + " value.v is an object, and fits none of int, A: value.v.zip must be a whole number"
            + " and is a text"
      })
  void shouldSayWhatAValueMustBe(String type, String value, String message) throws IOException {
    JsonBytes bytes =
        JsonBytes.avro(
            "value", new RegisteredSchema("s", 1, 1, record("{'name':'v','type':" + type + "}")));
    JsonNode json = json("{'v':" + value + "}");

    assertThatThrownBy(() -> bytes.of(json)).hasMessage(message);
  }

  /** What a producer wrote that does not keep to the logical type is shown as it is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "'int'; {'type':'int','logicalType':'time-millis'}; -1",
        "'bytes'; {'type':'bytes','logicalType':'decimal','precision':4,'scale':2}; ''",
        "'bytes'; {'type':'bytes','logicalType':'decimal','precision':2000000000,'scale':2000000000};"
            + " 'AQ=='"
      })
  void shouldShowWhatNoLogicalTypeStandsFor(String raw, String type, String value)
      throws IOException {
    JsonNode json = json("{'v':" + value + "}");
    int id = registry.register("s", record("{'name':'v','type':" + type + "}"));
    Schema written = record("{'name':'v','type':" + raw + "}");

    byte[] bytes = JsonBytes.avro("value", new RegisteredSchema("s", 1, id, written)).of(json);

    assertThat(new ReadableBytes(registry).of(bytes, null).json()).hasToString(json.toString());
  }

  @Test
  void shouldMakeTypesWithoutASchema() throws IOException {
    JsonBytes longs = JsonBytes.plain("key", "long").orElseThrow();

    assertThat(longs.of(json("258"))).containsExactly(0, 0, 0, 0, 0, 0, 1, 2);
    assertThatThrownBy(() -> longs.of(json("'x'"))).hasMessage("key is no long: it is no number");
    assertThat(JsonBytes.plain("key", "avro")).isEmpty();
  }

  private static Schema record(String field) {
    return new Schema.Parser()
        .parse(("{'type':'record','name':'R','fields':[" + field + "]}").replace('\'', '"'));
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }
}

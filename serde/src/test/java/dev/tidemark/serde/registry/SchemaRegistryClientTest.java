package dev.tidemark.serde.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.serde.StubRegistry;
import dev.tidemark.serde.StubRegistry.Answer;
import dev.tidemark.serde.StubRegistry.Asked;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.events.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema STRING = Schema.create(Schema.Type.STRING);

  private StubRegistry registry;
  private SchemaRegistryClient client;

  @BeforeEach
  void start() throws IOException {
    registry = new StubRegistry();
    client =
        new SchemaRegistryClient(
            RegistryConfig.from(
                Map.of(
                    "schema.registry.url",
                    registry.url().toString(),
                    "schema.registry.retries",
                    "0")));
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  private static String error(int code, String message) {
    return "{\"error_code\":" + code + ",\"message\":\"" + message + "\"}";
  }

  @Test
  void shouldFetchASchemaByItsIdOnce() {
    registry.answer(200, "{\"schema\":\"\\\"string\\\"\"}");

    assertThat(client.schemaById(7)).isEqualTo(STRING);
    assertThat(client.schemaById(7)).isEqualTo(STRING);

    Asked asked = registry.onlyAsked();
    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.path()).isEqualTo("/schemas/ids/7");
    assertThat(asked.header("Accept")).startsWith("application/vnd.schemaregistry.v1+json");
  }

  @Test
  void shouldNotAskForAnIdThatCantBe() {
    assertThatThrownBy(() -> client.schemaById(0)).isInstanceOf(SchemaNotFoundException.class);
    assertThatThrownBy(() -> client.schemaById(-3)).isInstanceOf(SchemaNotFoundException.class);
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void shouldResolveReferencesWithTheirOwnReferencesAndEachOnce() {
    Map<String, String> answers =
        Map.of(
            "/schemas/ids/1",
            answerOf(
                record("Order", "{'name':'buyer','type':'Person'},{'name':'to','type':'Town'}"),
                "Person",
                "Town"),
            "/subjects/Person/versions/2?deleted=true",
            answerOf(record("Person", "{'name':'home','type':'Town'}"), "Town"),
            "/subjects/Town/versions/2?deleted=true",
            answerOf(record("Town", "{'name':'name','type':'string'}")));
    registry.answer(asked -> new Answer(200, answers.getOrDefault(asked.path(), "")));

    Schema order = client.schemaById(1);

    assertThat(order.getField("buyer").schema().getField("home").schema())
        .isEqualTo(order.getField("to").schema());
    assertThat(registry.asked()).hasSize(3);
  }

  private static String record(String name, String fields) {
    return "{'type':'record','name':'" + name + "','namespace':'x','fields':[" + fields + "]}";
  }

  private static String answerOf(String schema, String... references) {
    var answer = JSON.createObjectNode().put("schema", schema.replace('\'', '"'));
    answer.put("version", 2).put("id", 9);
    for (String name : references) {
      answer
          .withArray("references")
          .addObject()
          .put("name", "x." + name)
          .put("subject", name)
          .put("version", 2);
    }
    return answer.toString();
  }

  @Test
  void shouldEndWhenReferencesGoInACircle() {
    registry.answer(200, answerOf(record("A", "{'name':'b','type':'B'}"), "A"));

    assertThatThrownBy(() -> client.schemaById(1)).isInstanceOf(InvalidSchemaException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROTOBUF", "JSON"})
  void shouldRefuseASchemaOfAnotherKind(String type) {
    registry.answer(200, "{\"schemaType\":\"" + type + "\",\"schema\":\"{}\"}");

    assertThatThrownBy(() -> client.schemaById(1))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessage("schema id 1 is not an Avro schema but one of type " + type);
  }

  @Test
  void shouldRefuseASchemaThatCantBeParsed() {
    registry.answer(200, "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}");

    assertThatThrownBy(() -> client.schemaById(1)).isInstanceOf(InvalidSchemaException.class);
  }

  @Test
  void shouldRegisterOnceAndLeaveOutTheMarksOfTheJavaGenerator() throws JsonProcessingException {
    registry.answer(200, "{\"id\":12}");

    assertThat(client.register("places-value", Place.SCHEMA$)).isEqualTo(12);
    assertThat(client.register("places-value", Place.SCHEMA$)).isEqualTo(12);
    assertThat(client.idOf("places-value", Place.SCHEMA$)).isEqualTo(12);

    Asked asked = registry.onlyAsked();
    assertThat(asked.method() + " " + asked.path())
        .isEqualTo("POST /subjects/places-value/versions");
    assertThat(asked.header("Content-type")).isEqualTo("application/vnd.schemaregistry.v1+json");
    assertThat(Place.SCHEMA$.toString()).contains("avro.java.string");
    assertThat(JSON.readTree(asked.body()).get("schema").asText())
        .isEqualTo(
            "{\"type\":\"record\",\"name\":\"Place\",\"namespace\":\"dev.tidemark.serde.events\","
                + "\"fields\":[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"since\","
                + "\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}]}");
  }

  @Test
  void shouldLookUpAnIdUnderAnEncodedSubject() {
    registry.answer(200, "{\"subject\":\"a/b c\",\"version\":1,\"id\":3,\"schema\":\"\"}");

    assertThat(client.idOf("a/b c+ü", STRING)).isEqualTo(3);

    assertThat(registry.onlyAsked().path()).isEqualTo("/subjects/a%2Fb%20c%2B%C3%BC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", ".."})
  void shouldNotSendASubjectThatWouldChangeThePath(String subject) {
    assertThatThrownBy(() -> client.versions(subject)).isInstanceOf(RegistryRequestException.class);
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void shouldFetchTheLatestAndANumberedVersion() {
    registry.answer(
        200, "{\"subject\":\"s\",\"version\":4,\"id\":9,\"schema\":\"\\\"string\\\"\"}");

    assertThat(client.latest("s")).isEqualTo(new RegisteredSchema("s", 4, 9, STRING));
    assertThat(client.version("s", 4)).isEqualTo(new RegisteredSchema("s", 4, 9, STRING));

    assertThat(registry.asked())
        .extracting(Asked::path)
        .containsExactly("/subjects/s/versions/latest", "/subjects/s/versions/4");
  }

  @Test
  void shouldListSubjectsAndVersions() {
    registry.answer(
        asked -> new Answer(200, asked.path().equals("/subjects") ? "[\"b\",\"a\"]" : "[2,1]"));

    assertThat(client.subjects()).containsExactly("b", "a");
    assertThat(client.versions("a")).containsExactly(1, 2);
  }

  @Test
  void shouldCheckCompatibilityAndHandOverTheReasons() {
    registry.answer(200, "{\"is_compatible\":false,\"messages\":[\"field x lacks a default\"]}");

    assertThat(client.checkAgainstLatest("s", STRING))
        .isEqualTo(new CompatibilityCheck(false, List.of("field x lacks a default")));
    client.checkAgainst("s", 3, STRING);

    assertThat(registry.asked())
        .extracting(Asked::path)
        .containsExactly(
            "/compatibility/subjects/s/versions/latest?verbose=true",
            "/compatibility/subjects/s/versions/3?verbose=true");
  }

  @Test
  void shouldReadAndSetCompatibilityLevels() {
    registry.answer(
        asked ->
            asked.path().equals("/config/none")
                ? new Answer(404, error(40408, "no level"))
                : new Answer(
                    200,
                    "{\"compatibilityLevel\":\"FULL_TRANSITIVE\",\"compatibility\":\"NONE\"}"));

    assertThat(client.compatibility()).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
    assertThat(client.compatibility("s")).contains(CompatibilityLevel.FULL_TRANSITIVE);
    assertThat(client.compatibility("none")).isEqualTo(Optional.empty());
    client.setCompatibility(CompatibilityLevel.NONE);
    client.setCompatibility("s", CompatibilityLevel.FORWARD);

    assertThat(registry.asked().get(3).method()).isEqualTo("PUT");
    assertThat(registry.asked().get(3).path()).isEqualTo("/config");
    assertThat(registry.asked().get(4).path()).isEqualTo("/config/s");
    assertThat(registry.asked().get(4).body()).isEqualTo("{\"compatibility\":\"FORWARD\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {40401, 40402, 40403})
  void shouldTellWhatIsNotThere(int code) {
    registry.answer(404, error(code, "nowhere to be found"));

    assertThatThrownBy(() -> client.idOf("s", STRING))
        .isInstanceOf(SchemaNotFoundException.class)
        .hasMessageContaining("subject s")
        .hasMessageContaining("nowhere to be found");
    assertThatThrownBy(() -> client.schemaById(5)).isInstanceOf(SchemaNotFoundException.class);
  }

  @Test
  void shouldNotTakeAWrongPathForAMissingSchema() {
    registry.answer(404, error(404, "HTTP 404 Not Found"));

    assertThatThrownBy(() -> client.schemaById(5))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("something that is not a schema registry's");
  }

  @Test
  void shouldHandOverWhyASchemaIsIncompatible() {
    registry.answer(409, error(409, "field x\\nlacks a default"));

    assertThatThrownBy(() -> client.register("s", STRING))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining("subject s")
        .hasMessageContaining("field x lacks a default");
  }

  @Test
  void shouldTellAnInvalidSchemaFromAnotherRefusal() {
    registry.answer(422, error(42201, "no schema"));
    assertThatThrownBy(() -> client.register("s", STRING))
        .isInstanceOf(InvalidSchemaException.class);

    registry.answer(422, error(42203, "no level"));
    assertThatThrownBy(() -> client.setCompatibility(CompatibilityLevel.FULL))
        .isInstanceOf(RegistryRequestException.class)
        .hasMessageContaining("422")
        .hasMessageContaining("no level");
  }

  @ParameterizedTest
  @CsvSource({"401, refuses the credentials", "403, does not permit"})
  void shouldNotTakeARefusalForAnOutage(int status, String message) {
    registry.answer(status, "");

    assertThatThrownBy(() -> client.schemaById(5))
        .isInstanceOf(RegistryAccessException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("basic.auth");
    assertThat(registry.asked()).hasSize(1);
  }

  @Test
  void shouldRefuseToWorkOnceItIsClosed() {
    client.close();

    assertThatThrownBy(() -> client.schemaById(5)).isInstanceOf(IllegalStateException.class);
  }
}

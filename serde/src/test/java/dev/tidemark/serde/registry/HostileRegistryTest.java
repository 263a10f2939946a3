package dev.tidemark.serde.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.serde.StubRegistry;
import dev.tidemark.serde.StubRegistry.Answer;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a registry answers, a record becomes a value or a dead letter, soon. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class HostileRegistryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] RECORD = {0, 0, 0, 0, 1, 2, 'a'};

  private final Map<String, String> answers = new HashMap<>();
  private StubRegistry registry;
  private SchemaRegistryClient client;

  @BeforeEach
  void start() throws IOException {
    registry = new StubRegistry();
    registry.answer(
        asked -> {
          String body = answers.get(asked.path());
          return body == null
              ? new Answer(404, "{\"error_code\":40401,\"message\":\"none\"}")
              : new Answer(200, body);
        });
    client = client(10_000); // more than a busy machine takes
  }

  private SchemaRegistryClient client(int timeoutMs) {
    return new SchemaRegistryClient(
        RegistryConfig.from(
            Map.of(
                "schema.registry.url",
                registry.url().toString(),
                "schema.registry.request.timeout.ms",
                Integer.toString(timeoutMs),
                "schema.registry.retries",
                "0")));
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  private static String record(String name, String fields) {
    return ("{'type':'record','name':'" + name + "','namespace':'x','fields':[" + fields + "]}")
        .replace('\'', '"');
  }

  /** An answer whose references are {@code subject:version}. */
  private static String answer(String schema, String... references) {
    ObjectNode answer =
        JSON.createObjectNode().put("schema", schema).put("version", 1).put("id", 1);
    for (String reference : references) {
      int colon = reference.lastIndexOf(':');
      answer
          .withArray("references")
          .addObject()
          .put("name", "x")
          .put("subject", reference.substring(0, colon))
          .put("version", Integer.parseInt(reference.substring(colon + 1)));
    }
    return answer.toString();
  }

  private void version(String subject, int version, String answer) {
    answers.put("/subjects/" + subject + "/versions/" + version + "?deleted=true", answer);
  }

  /** Decodes a record of schema 1. */
  private Decoded.Poison<String> poison() {
    Schema reader = Schema.createRecord("R", null, "x", false, java.util.List.of());
    Decoded<?> decoded = Types.generic(reader).topicCodec(client, "s").decode(RECORD);
    assertThat(decoded).isInstanceOf(Decoded.Poison.class);
    Decoded.Poison<?> poison = (Decoded.Poison<?>) decoded;
    return new Decoded.Poison<>(poison.cause(), poison.detail(), poison.schemaId());
  }

  @Test
  void shouldSayThatReferencesGoInACircle() {
    answers.put("/schemas/ids/1", answer(record("A", ""), "b:1"));
    version("b", 1, answer(record("B", ""), "c:1"));
    version("c", 1, answer(record("C", ""), "b:1"));

    Decoded.Poison<String> poison = poison();

    assertThat(poison.cause()).isEqualTo(PoisonCause.INCOMPATIBLE_SCHEMA);
    assertThat(poison.detail()).isEqualTo("schema id 1 refers in a circle to version 1 of b");
    assertThat(registry.asked()).hasSize(3);
  }

  @Test
  void shouldSayThatASchemaRefersToItself() {
    answers.put("/schemas/ids/1", answer(record("A", "{'name':'b','type':'B'}"), "b:1"));
    version("b", 1, answer(record("B", ""), "b:1"));

    assertThat(poison().detail()).isEqualTo("schema id 1 refers in a circle to version 1 of b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone:1", "a:0", "a:-7", "..:1", " :1"})
  void shouldMakeADeadLetterWhenAReferenceCantBeHad(String reference) {
    answers.put("/schemas/ids/1", answer(record("A", ""), reference));

    Decoded.Poison<String> poison = poison();

    assertThat(poison.cause()).isEqualTo(PoisonCause.INCOMPATIBLE_SCHEMA);
    assertThat(poison.detail()).contains("schema id 1 refers to version").contains("can't be had");
  }

  @Test
  void shouldTakeMinusOneForTheLatestVersion() {
    answers.put("/schemas/ids/1", answer(record("A", "{'name':'b','type':'B'}"), "b:-1"));
    answers.put("/subjects/b/versions/latest?deleted=true", answer(record("B", "")));

    assertThat(client.schemaById(1).getField("b").schema().getFullName()).isEqualTo("x.B");
  }

  @Test
  void shouldNotFollowMoreReferencesThanAnybodyHas() {
    AtomicInteger next = new AtomicInteger();
    registry.answer(
        asked ->
            new Answer(
                200, answer(record("A" + next.get(), ""), "s" + next.incrementAndGet() + ":1")));

    assertThat(poison().detail()).isEqualTo("schema id 1 refers to more than 200 other schemas");
    assertThat(registry.asked()).hasSize(201);
  }

  @Test
  void shouldNotReadMoreTextThanAnybodyHas() {
    String large = record("A", "").replace("{\"type", " ".repeat(600_000) + "{\"type");
    AtomicInteger next = new AtomicInteger();
    registry.answer(asked -> new Answer(200, answer(large, "s" + next.incrementAndGet() + ":1")));

    assertThat(poison().detail())
        .isEqualTo("schema id 1 has more than 2097152 characters with all that it refers to");
    assertThat(registry.asked()).hasSize(4);
  }

  @Test
  void shouldNotWaitForeverForReferencesThatComeSlowly() {
    AtomicInteger next = new AtomicInteger();
    registry.answer(
        asked -> {
          await(700);
          return new Answer(
              200, answer(record("A" + next.get(), ""), "s" + next.incrementAndGet() + ":1"));
        });

    try (SchemaRegistryClient impatient = client(1000)) {
      assertThatThrownBy(() -> impatient.schemaById(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("more than 5000 ms for all that schema id 1 refers to");
    }
  }

  @Test
  void shouldGetFurtherWithEachAttemptWhereReferencesComeSlowly() {
    String[] references =
        IntStream.range(0, 12).mapToObj(i -> "s" + i + ":1").toArray(String[]::new);
    AtomicInteger asked = new AtomicInteger();
    RegistrySchemas schemas =
        new RegistrySchemas(
            (subject, version) -> {
              asked.incrementAndGet();
              await(100);
              return json(answer(record("A" + subject, "")));
            },
            Duration.ofMillis(450));
    JsonNode wanted = json(answer(record("R", "{'name':'a','type':'As11'}"), references));

    int attempts = 1;
    for (; attempts < 12; attempts++) {
      try {
        assertThat(schemas.parse(wanted, "schema id 1").schema().getFullName()).isEqualTo("x.R");
        break;
      } catch (RegistryUnavailableException e) {
        assertThat(e).hasMessageContaining("more than 450 ms");
      }
    }

    assertThat(attempts).isBetween(2, 11);
    assertThat(asked).hasValue(12);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldNotKeepTheTextsOfManyHugeSchemas() {
    registry.answer(
        asked ->
            new Answer(
                200,
                answer(
                    record("R", "")
                        .replace("[]", "[],\"doc\":\"" + "x".repeat(1_500_000) + "\""))));
    for (int id = 1; id <= 6; id++) {
      client.schemaById(id);
    }
    client.schemaById(6);
    assertThat(registry.asked()).hasSize(6);

    client.schemaById(1);

    assertThat(registry.asked()).hasSize(7);
  }

  private static void await(int ms) {
    try {
      new java.util.concurrent.CountDownLatch(1)
          .await(ms, java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "nonsense",
        "{}",
        "null",
        "{\"type\":\"record\"}",
        "{\"type\":\"record\",\"name\":\"A\",\"fields\":7}",
        "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"b\",\"type\":\"x.Missing\"}]}",
        "{\"type\":\"enum\",\"name\":\"A\",\"symbols\":[\"B\",\"B\"]}",
        "{\"type\":\"fixed\",\"name\":\"A\",\"size\":-1}",
        "[\"int\",\"int\"]",
        "[[\"int\"]]",
      })
  void shouldMakeADeadLetterOfASchemaThatIsNone(String schema) {
    answers.put("/schemas/ids/1", answer(schema));

    assertThat(poison().cause()).isEqualTo(PoisonCause.INCOMPATIBLE_SCHEMA);
  }

  @Test
  void shouldMakeADeadLetterOfASchemaThatIsNestedTooDeeply() {
    String deep = "{\"type\":\"array\",\"items\":".repeat(50_000) + "\"int\"" + "}".repeat(50_000);
    answers.put("/schemas/ids/1", answer(deep));

    assertThat(poison().cause()).isEqualTo(PoisonCause.INCOMPATIBLE_SCHEMA);
  }

  @Test
  void shouldMakeADeadLetterOfASchemaThatIsNestedTooDeeplyThroughItsReferences() {
    int levels = 150;
    for (int i = levels; i > 0; i--) {
      String inner = i == levels ? "\"int\"" : "\"x.A" + (i + 1) + "\"";
      String deep = "{\"type\":\"array\",\"items\":".repeat(900) + inner + "}".repeat(900);
      String schema = record("A" + i, "{'name':'f','type':" + deep + "}");
      String answer = i == levels ? answer(schema) : answer(schema, "s" + (i + 1) + ":1");
      version("s" + i, 1, answer);
      answers.put("/schemas/ids/1", answer);
    }

    assertThat(poison().cause()).isEqualTo(PoisonCause.INCOMPATIBLE_SCHEMA);
  }

  @Test
  void shouldAnswerOrRefuseWhateverItIsTold() {
    Random random = new Random(20260101);
    String good =
        answer(record("R", "{'name':'b','type':['null','B'],'default':null}"), "b:1", "c:1");
    version("b", 1, answer(record("B", ""), "c:1"));
    version("c", 1, answer(record("C", "")));
    for (int round = 0; round < 1_000; round++) {
      answers.put("/schemas/ids/" + (round + 1), mutated(good, random));
      try {
        assertThat(client.schemaById(round + 1)).isNotNull();
      } catch (InvalidSchemaException | RegistryUnavailableException e) {
        assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(3_000);
      }
    }
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.setCharAt(at, (char) (32 + random.nextInt(95)));
        case 2 -> mutated.insert(at, "{}[]\",:\\-0".charAt(random.nextInt(10)));
        default -> mutated.insert(at, mutated.substring(at, Math.min(mutated.length(), at + 20)));
      }
    }
    return mutated.toString();
  }

  @Test
  void shouldFindASchemaThatTheRegistryMissesSinceItComparesTexts() {
    Schema declared =
        new Schema.Parser().parse(record("A", "{'name':'b','type':'int','p':1,'q':2}"));
    answers.put("/subjects/s/versions", "[1,2,3]");
    answers.put("/subjects/s/versions/3", versionAnswer(3, 13, record("A", "")));
    answers.put(
        "/subjects/s/versions/2",
        versionAnswer(2, 12, record("A", "{'q':2,'p':1,'type':'int','name':'b'}")));
    answers.put("/subjects/s/versions/1", versionAnswer(1, 11, "nonsense"));
    Map<String, String> lookUps = new HashMap<>(answers);
    registry.answer(
        asked ->
            asked.method().equals("POST") || !lookUps.containsKey(asked.path())
                ? new Answer(404, "{\"error_code\":40403,\"message\":\"none\"}")
                : new Answer(200, lookUps.get(asked.path())));

    assertThat(client.idOf("s", declared)).isEqualTo(12);
    assertThat(client.idOf("s", declared)).isEqualTo(12);
    assertThat(registry.asked()).hasSize(4);
    assertThatThrownBy(() -> client.idOf("s", Schema.create(Schema.Type.INT)))
        .isInstanceOf(SchemaNotFoundException.class);
  }

  private static String versionAnswer(int version, int id, String schema) {
    return JSON.createObjectNode()
        .put("subject", "s")
        .put("version", version)
        .put("id", id)
        .put("schema", schema)
        .toString();
  }

  @Test
  void shouldFindWhatAnotherOneHasRegisteredAtTheSameTime() {
    Schema schema = Schema.create(Schema.Type.STRING);
    registry.answer(
        asked ->
            asked.path().endsWith("/versions")
                ? new Answer(409, "{\"error_code\":409,\"message\":\"already exists\"}")
                : new Answer(200, "{\"id\":5,\"version\":1,\"schema\":\"\"}"));

    assertThat(client.register("s", schema)).isEqualTo(5);
  }
}

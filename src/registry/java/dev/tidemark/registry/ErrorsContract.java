package dev.tidemark.registry;

import static dev.tidemark.registry.ClientContract.json;
import static dev.tidemark.registry.ClientContract.next;
import static dev.tidemark.registry.ClientContract.parse;
import static dev.tidemark.registry.ClientContract.record;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.SubjectRegistry;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not exist, or makes no sense. */
interface ErrorsContract extends ClientContract {
  @ParameterizedTest
  @ValueSource(ints = {99_999_999, Integer.MAX_VALUE, 0, -1, Integer.MIN_VALUE})
  default void shouldNotFindAnIdThatNobodyGave(int id) {
    try (SubjectRegistry client = open()) {
      assertThatThrownBy(() -> client.schemaById(id)).isInstanceOf(SchemaNotFoundException.class);
    }
  }

  @Test
  default void shouldNotFindWhatIsNotThere() {
    int n = next();
    String subject = "missing-" + n;
    Schema schema = parse(record("Order" + n));
    Schema other = parse(record("Other" + n));
    try (SubjectRegistry client = open()) {
      assertMissing(() -> client.versions(subject));
      assertMissing(() -> client.latest(subject));
      assertMissing(() -> client.version(subject, 1));
      assertMissing(() -> client.idOf(subject, schema));

      client.register(subject, schema);

      assertMissing(() -> client.version(subject, 2));
      assertMissing(() -> client.idOf(subject, other));
      assertMissing(() -> client.checkAgainst(subject, 2, schema));
    }
  }

  private static void assertMissing(Runnable question) {
    assertThatThrownBy(question::run).isInstanceOf(SchemaNotFoundException.class);
  }

  @Test
  default void shouldHearThatADefaultDoesNotFit() {
    int n = next();
    Schema schema =
        new Schema.Parser()
            .setValidateDefaults(false)
            .parse(json(record("Order" + n, "{'name':'a','type':'int','default':'x'}")));
    try (SubjectRegistry client = open()) {
      assertThatThrownBy(() -> client.register("invalid-" + n, schema))
          .isInstanceOf(InvalidSchemaException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PROTOBUF, 'syntax = \"proto3\"; message Order%d { string id = 1; }'",
    "JSON,     '{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":\"Order%d\"}'",
  })
  default void shouldSayThatASchemaIsOfAnotherKind(String type, String text) {
    assumeTrue(registry() == Registry.APICURIO, "the embedded registry knows Avro alone");
    int n = next();
    String subject = "kind-" + n;
    int id = rest().register(subject, type, text.formatted(n));
    try (SubjectRegistry client = open()) {
      assertThatThrownBy(() -> client.schemaById(id)).isInstanceOf(InvalidSchemaException.class);
      assertThatThrownBy(() -> client.latest(subject)).isInstanceOf(InvalidSchemaException.class);
    }
  }
}

package dev.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.dev.RegistryHttp.Ref;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.CompatibilityLevel;
import dev.tidemark.serde.registry.IncompatibleSchemaException;
import dev.tidemark.serde.registry.RegisteredSchema;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.RegistryUnavailableException;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The project's own client and its own registry understand each other. */
final class RegistryClientContractTest {
  private static final Schema ORDER = parse(Schemas.ORDER);
  private static final Schema WITH_REQUIRED = parse(Schemas.ORDER_WITH_REQUIRED_FIELD);
  private static final Schema WITH_DEFAULT = parse(Schemas.ORDER_WITH_DEFAULTED_FIELD);
  private static final String SUBJECT = "orders/of ü-value";

  private EmbeddedSchemaRegistry registry;
  private SchemaRegistryClient client;

  @BeforeEach
  void start() {
    registry = EmbeddedSchemaRegistry.start(EmbeddedSchemaRegistry.Options.defaults());
    client = client(registry.url());
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  private static Schema parse(String schema) {
    return new Schema.Parser().parse(schema);
  }

  private static SchemaRegistryClient client(String url) {
    return new SchemaRegistryClient(RegistryConfig.from(Map.of("schema.registry.url", url)));
  }

  @Test
  void shouldReadWhatItRegistered() {
    int id = client.register(SUBJECT, ORDER);

    SchemaRegistryClient other = client(registry.url());
    assertThat(other.schemaById(id)).isEqualTo(ORDER);
    assertThat(other.idOf(SUBJECT, ORDER)).isEqualTo(id);
    assertThat(other.register("another", ORDER)).isEqualTo(id);
    assertThat(other.subjects()).containsExactly("another", SUBJECT);
    assertThat(other.versions(SUBJECT)).containsExactly(1);
    assertThat(other.latest(SUBJECT)).isEqualTo(new RegisteredSchema(SUBJECT, 1, id, ORDER));
    assertThat(other.version(SUBJECT, 1)).isEqualTo(other.latest(SUBJECT));
  }

  @Test
  void shouldHearWhatIsMissing() {
    assertThatThrownBy(() -> client.schemaById(99)).isInstanceOf(SchemaNotFoundException.class);
    assertThatThrownBy(() -> client.idOf(SUBJECT, ORDER))
        .isInstanceOf(SchemaNotFoundException.class);
    assertThatThrownBy(() -> client.versions(SUBJECT)).isInstanceOf(SchemaNotFoundException.class);
    client.register(SUBJECT, ORDER);
    assertThatThrownBy(() -> client.version(SUBJECT, 2))
        .isInstanceOf(SchemaNotFoundException.class);
    assertThatThrownBy(() -> client.idOf(SUBJECT, WITH_DEFAULT))
        .isInstanceOf(SchemaNotFoundException.class);
  }

  @Test
  void shouldHearWhatIsIncompatible() {
    client.register(SUBJECT, ORDER);

    assertThat(client.checkAgainstLatest(SUBJECT, WITH_DEFAULT).compatible()).isTrue();
    assertThat(client.checkAgainst(SUBJECT, 1, WITH_REQUIRED).compatible()).isFalse();
    assertThat(client.checkAgainst(SUBJECT, 1, WITH_REQUIRED).messages())
        .anyMatch(message -> message.contains("amount"));
    assertThatThrownBy(() -> client.register(SUBJECT, WITH_REQUIRED))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining("amount");
  }

  @Test
  void shouldSetAndReadLevels() {
    assertThat(client.compatibility()).isEqualTo(CompatibilityLevel.BACKWARD);
    assertThat(client.compatibility(SUBJECT)).isEmpty();

    client.setCompatibility(CompatibilityLevel.FULL_TRANSITIVE);
    client.setCompatibility(SUBJECT, CompatibilityLevel.NONE);

    assertThat(client.compatibility()).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
    assertThat(client.compatibility(SUBJECT)).contains(CompatibilityLevel.NONE);
  }

  @Test
  void shouldReadASchemaThatTakesTypesFromOthers() {
    RegistryHttp http = new RegistryHttp(registry.url());
    http.id("order", Schemas.ORDER);
    String basket =
        Schemas.record("Basket", "{'name':'orders','type':{'type':'array','items':'Order'}}");
    String body = RegistryHttp.schemaBody(basket, new Ref("shop.Order", "order", 1));
    int id = http.post("/subjects/basket/versions", body).json().path("id").asInt();

    Schema schema = client.schemaById(id);

    assertThat(schema.getField("orders").schema().getElementType()).isEqualTo(ORDER);
    assertThat(client.idOf("basket", schema)).isEqualTo(id);
  }

  @Test
  void shouldHearThatTheRegistryIsGone() {
    registry.close();

    assertThatThrownBy(() -> client.subjects()).isInstanceOf(RegistryUnavailableException.class);
  }
}

package dev.tidemark.serde.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.serde.codec.SchemaNotFoundException;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest {
  private static final Schema STRING = Schema.create(Schema.Type.STRING);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @Test
  void shouldCountIdsFromOneAndGiveTheSameSchemaTheSameId() {
    assertThat(registry.register("a", STRING)).isEqualTo(1);
    assertThat(registry.register("a", LONG)).isEqualTo(2);
    assertThat(registry.register("b", STRING)).isEqualTo(1);
    assertThat(registry.schemaById(2)).isEqualTo(LONG);
  }

  @Test
  void shouldNotFindWhatWasNotRegisteredUnderThatSubject() {
    registry.register("a", STRING);

    assertThat(registry.idOf("a", STRING)).isEqualTo(1);
    assertThatThrownBy(() -> registry.idOf("b", STRING))
        .isInstanceOf(SchemaNotFoundException.class);
    assertThatThrownBy(() -> registry.idOf("a", LONG)).isInstanceOf(SchemaNotFoundException.class);
    assertThatThrownBy(() -> registry.schemaById(2)).isInstanceOf(SchemaNotFoundException.class);
    assertThatThrownBy(() -> registry.schemaById(0)).isInstanceOf(SchemaNotFoundException.class);
  }
}

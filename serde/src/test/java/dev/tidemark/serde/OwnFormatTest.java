package dev.tidemark.serde;

import static dev.tidemark.serde.Written.poisonOf;
import static dev.tidemark.serde.Written.valueIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnFormatTest {
  private static final Type<Sale> SALES = Types.of(Sale.class, "sale-json-1", SaleJson::new);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  record Sale(String shop, long cents) {}

  /** A codec as somebody else would write it. */
  static final class SaleJson implements Codec<Sale> {
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public byte[] encode(Sale sale) {
      try {
        return json.writeValueAsBytes(sale);
      } catch (JsonProcessingException e) {
        throw new EncodingException("a sale can't be written", e);
      }
    }

    @Override
    public Decoded<Sale> decode(byte @Nullable [] bytes) {
      if (bytes == null) {
        return poison(PoisonCause.NULL, "there is no value");
      }
      try {
        return new Decoded.Ok<>(json.readValue(bytes, Sale.class));
      } catch (IOException e) {
        return poison(PoisonCause.MALFORMED, "the bytes are no sale");
      }
    }

    private static Decoded<Sale> poison(PoisonCause cause, String detail) {
      return new Decoded.Poison<>(cause, detail, OptionalInt.empty());
    }
  }

  @Test
  void shouldStandForTopicsAndStateWithoutARegistry() {
    Sale sale = new Sale("north", 12);
    byte[] bytes =
        "{\"shop\":\"north\",\"cents\":12}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertThat(SALES.topicCodec(registry, "sales-value").encode(sale)).isEqualTo(bytes);
    assertThat(valueIn(SALES.stateCodec().decode(bytes))).isEqualTo(sale);
    assertThat(SALES.schema()).isEmpty();
    assertThat(SALES.javaClass()).isEqualTo(Sale.class);
    assertThat(SALES.isPartial()).isFalse();
    assertThat(poisonOf(SALES.stateCodec().decode(new byte[] {1})).cause())
        .isEqualTo(PoisonCause.MALFORMED);
  }

  @Test
  void shouldBeKnownByItsName() {
    assertThat(SALES.description()).isEqualTo("codec sale-json-1");
    assertThat(SALES).isEqualTo(Types.of(Sale.class, "sale-json-1", SaleJson::new));
    assertThat(SALES).isNotEqualTo(Types.of(Sale.class, "sale-json-2", SaleJson::new));
  }

  @Test
  void shouldMakeACodecForEachThreadThatAsks() {
    assertThat(SALES.stateCodec()).isNotSameAs(SALES.stateCodec());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Sale", "sale json", "a\nb"})
  void shouldRefuseANameThatPlansCantHold(String name) {
    assertThatThrownBy(() -> Types.of(Sale.class, name, SaleJson::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a-z0-9-]");
  }
}

package dev.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.dev.EmbeddedSchemaRegistry;
import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another client in the place of Tidemark's. */
final class PlugInTest {
  private static final String SUBJECT = "orders-value";
  private static final Order ORDER =
      Order.newBuilder()
          .setOrderId("1")
          .setUserId("u")
          .setStatus(OrderStatus.PAID)
          .setAmountCents(7)
          .setCreatedAt(Instant.ofEpochMilli(1))
          .setCurrency("EUR")
          .setChannel("web")
          .setNote(null)
          .build();

  private static Codec<Order> codec(SubjectRegistry client) {
    return Types.avro(Order.class).topicCodec(client, SUBJECT);
  }

  @Test
  void shouldOpenTheClientThatTheConfigurationNames() {
    try (SubjectRegistry client = Client.CONFLUENTS.open("http://localhost:1")) {
      assertThat(client).isInstanceOf(ConfluentRegistry.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"OURS, CONFLUENTS", "CONFLUENTS, OURS", "CONFLUENTS, CONFLUENTS"})
  void shouldReadWithOneClientWhatWasWrittenWithAnother(Client writing, Client reading) {
    try (EmbeddedSchemaRegistry registry =
            EmbeddedSchemaRegistry.start(EmbeddedSchemaRegistry.Options.defaults());
        SubjectRegistry writer = writing.open(registry.url());
        SubjectRegistry reader = reading.open(registry.url())) {
      writer.register(SUBJECT, Order.getClassSchema());
      byte[] bytes = codec(writer).encode(ORDER);

      assertThat(codec(reader).decode(bytes)).isEqualTo(new Decoded.Ok<>(ORDER));
      assertThat(codec(reader).encode(ORDER)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({"OURS", "CONFLUENTS"})
  void shouldMakeADeadLetterOfAnIdThatNobodyKnows(Client client) {
    try (EmbeddedSchemaRegistry registry =
            EmbeddedSchemaRegistry.start(EmbeddedSchemaRegistry.Options.defaults());
        SubjectRegistry reader = client.open(registry.url())) {
      Decoded<Order> decoded = codec(reader).decode(new byte[] {0, 0, 0, 0, 99, 2, 'a'});

      assertThat(decoded).isInstanceOf(Decoded.Poison.class);
      assertThat(((Decoded.Poison<Order>) decoded).cause().name()).isEqualTo("UNKNOWN_SCHEMA");
    }
  }
}

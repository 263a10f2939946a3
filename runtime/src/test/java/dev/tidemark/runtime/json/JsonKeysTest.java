package dev.tidemark.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonKeysTest {

  private static final String ORDER =
      """
      {"order_id": "o1", "user_id": "u1", "status": "PAID", "amount_cents": 250,
       "created_at": "2026-11-20T10:00:00Z", "currency": "EUR", "channel": "web"%s}""";

  private static final Schema NESTED =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Nested", "fields": [
                {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                {"name": "price", "type":
                  {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
                {"name": "parts", "type": {"type": "array", "items":
                  {"type": "record", "name": "Part", "fields": [
                    {"name": "size", "type": ["null", "int", "string"]}]}}},
                {"name": "tags", "type": {"type": "map", "values": "double"}},
                {"name": "raw", "type": "bytes"},
                {"name": "next", "type": ["null", "Nested"], "default": null}]}""");

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of(Types.STRING, "\"abc\"", "abc"),
        Arguments.of(Types.STRING, "42", "42"),
        Arguments.of(Types.LONG, "42", 42L),
        Arguments.of(Types.LONG, "\"-42\"", -42L),
        Arguments.of(Types.LONG, "9223372036854775807", Long.MAX_VALUE),
        Arguments.of(Types.INTEGER, "42", 42),
        Arguments.of(Types.DOUBLE, "4.2", 4.2),
        Arguments.of(Types.DOUBLE, "4", 4.0),
        Arguments.of(Types.BOOLEAN, "true", true),
        Arguments.of(Types.BOOLEAN, "\"false\"", false),
        Arguments.of(Types.BYTES, "\"q80=\"", new byte[] {(byte) 0xab, (byte) 0xcd}),
        Arguments.of(
            Types.INSTANT, "\"2026-11-20T10:00:00Z\"", Instant.parse("2026-11-20T10:00:00Z")),
        Arguments.of(Types.INSTANT, "1000", Instant.ofEpochSecond(1)));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void shouldMakeAKeyOfItsJson(Type<?> type, String json, Object key) {
    assertThat(JsonKeys.of(type, parsed(json))).isEqualTo(key);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of(Types.LONG, "\"abc\"", "it is no number"),
        Arguments.of(Types.LONG, "4.2", "a number with a fraction"),
        Arguments.of(Types.LONG, "9223372036854775808", "a whole number"),
        Arguments.of(Types.LONG, "null", "nothing"),
        Arguments.of(Types.INTEGER, "2147483648", "integer overflow"),
        Arguments.of(Types.STRING, "{}", "an object"),
        Arguments.of(Types.STRING, "4.2", "put it in quotes"),
        Arguments.of(Types.STRING, "[\"a\"]", "a list"),
        Arguments.of(Types.DOUBLE, "\"x\"", "it is no number"),
        Arguments.of(Types.BOOLEAN, "\"yes\"", "neither true nor false"),
        Arguments.of(Types.BYTES, "\"*\"", "Base64"),
        Arguments.of(Types.INSTANT, "\"today\"", "could not be parsed"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void shouldSayWhyAKeyDoesNotFit(Type<?> type, String json, String reason) {
    assertThatThrownBy(() -> JsonKeys.of(type, parsed(json)))
        .isInstanceOfSatisfying(
            JobException.class,
            e -> {
              assertThat(e.code()).isEqualTo(JobException.Code.INVALID_QUERY);
              assertThat(e).hasMessageStartingWith("the key is not a " + type.description() + ": ");
              assertThat(e.getMessage() + e.hint()).contains(reason);
              assertThat(e.hint()).startsWith("give a key such as ");
            });
  }

  @Test
  void shouldMakeAnEventOfItsFieldsAndTheirDefaults() {
    Order order = (Order) JsonKeys.of(Types.avro(Order.class), parsed(ORDER.formatted("")));

    assertThat(order.getStatus()).isEqualTo(OrderStatus.PAID);
    assertThat(order.getCreatedAt()).isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
    assertThat(order.getNote()).isNull();
  }

  @Test
  void shouldTakeTheBranchOfAUnionThatFits() {
    Object order =
        JsonKeys.of(Types.avro(Order.class), parsed(ORDER.formatted(", \"note\": \"soon\"")));

    assertThat(((Order) order).getNote()).isEqualTo("soon");
  }

  @Test
  void shouldReadBackWhatItShows() {
    JsonNode json =
        parsed(
            """
            {"day": "2026-11-20", "price": "12.50", "parts": [{"size": null}, {"size": 3},
             {"size": "big"}], "tags": {"a": 1.5}, "raw": "q80=", "next":
             {"day": "1970-01-01", "price": "-0.01", "parts": [], "tags": {}, "raw": "",
              "next": null}}""");

    GenericRecord key = (GenericRecord) JsonKeys.of(Types.generic(NESTED), json);

    assertThat(new JsonValues().of(key)).isEqualTo(json);
  }

  @Test
  void shouldNameThePlaceThatDoesNotFit() {
    Type<?> type = Types.avro(Order.class);
    for (List<String> broken :
        List.of(
            List.of("\"u1\"", "1", "key.user_id must be a text and is a whole number"),
            List.of("\"PAID\"", "\"LOST\"", "key.status is not one of PAID, PENDING, CANCELLED"),
            List.of("250", "2.5", "key.amount_cents must be a whole number"),
            List.of("2026-11-20T10:00:00Z", "soon", "key.created_at is no timestamp-millis"),
            List.of("\"channel\"", "\"chanel\"", "key has no field chanel"),
            List.of(", \"channel\": \"web\"", "", "key.channel is missing"))) {
      String json = ORDER.formatted("").replace(broken.get(0), broken.get(1));
      assertThatThrownBy(() -> JsonKeys.of(type, parsed(json)))
          .isInstanceOf(JobException.class)
          .hasMessageContaining(broken.get(2));
    }
  }

  @Test
  void shouldRefuseAKeyThatIsNestedWithoutEnd() {
    String json = "null";
    for (int i = 0; i < 300; i++) {
      json =
          "{\"day\": 1, \"price\": 1, \"parts\": [], \"tags\": {}, \"raw\": \"\", \"next\": %s}"
              .formatted(json);
    }
    JsonNode deep = parsed(json);

    assertThatThrownBy(() -> JsonKeys.of(Types.generic(NESTED), deep))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("nested too deep");
  }

  private static JsonNode parsed(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}

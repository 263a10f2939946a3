package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schemas.Flight;
import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.schemas.QuakeSequence;
import dev.tidemark.schemas.StateDelays;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {

  private static final Instant JAN_1 = Instant.parse("2001-01-01T00:00:00Z");
  private static final Instant JAN_2 = Instant.parse("2001-01-02T00:00:00Z");

  @Test
  void shouldWriteTheFieldsOfTheSchemaInItsOrder() {
    assertThat(JsonLines.line(new StateDelays("AK", JAN_1, JAN_2, 3L, 120L, 60)))
        .isEqualTo(
            "{\"state\":\"AK\",\"window_start\":\"2001-01-01T00:00:00Z\",\"window_end\":\"2001-01-02T00:00:00Z\","
                + "\"flights\":3,\"total_delay_minutes\":120,\"max_delay_minutes\":60}");
  }

  @Test
  void shouldWriteMillisecondsOnlyWhereTheyAreNotZero() {
    Instant first = Instant.ofEpochMilli(1517363399650L);
    Instant last = Instant.ofEpochMilli(1517363400007L);

    assertThat(JsonLines.line(new QuakeSequence("Banda Sea", first, last, 2L, 4.0)))
        .isEqualTo(
            "{\"region\":\"Banda Sea\",\"first_quake\":\"2018-01-31T01:49:59.650Z\","
                + "\"last_quake\":\"2018-01-31T01:50:00.007Z\",\"quakes\":2,\"max_magnitude\":4.0}");
  }

  @Test
  void shouldWriteAGenericRecordAsItsSpecificTwin() {
    GenericRecord generic =
        new GenericRecordBuilder(Flight.getClassSchema())
            .set("scheduled_departure", JAN_1.toEpochMilli())
            .set("delay_minutes", -5)
            .set("distance_miles", 407)
            .set("origin", "LAS")
            .set("destination", "OAK")
            .build();

    assertThat(JsonLines.line(generic))
        .isEqualTo(JsonLines.line(new Flight(JAN_1, -5, 407, "LAS", "OAK")));
  }

  @Test
  void shouldWriteUnionsAndEnumsPlainly() {
    Order.Builder order =
        Order.newBuilder()
            .setOrderId("o1")
            .setUserId("u1")
            .setStatus(OrderStatus.PAID)
            .setAmountCents(1250)
            .setCreatedAt(JAN_1)
            .setCurrency("EUR")
            .setChannel("web");

    assertThat(JsonLines.line(order.setNote(null).build()))
        .contains("\"status\":\"PAID\"", "\"note\":null");
    assertThat(JsonLines.line(order.setNote("say \"hi\"\n").build()))
        .endsWith("\"note\":\"say \\\"hi\\\"\\n\"}");
  }

  @Test
  void shouldWriteNestedValues() {
    Schema inner =
        SchemaBuilder.record("Inner").fields().requiredFloat("f").requiredBoolean("b").endRecord();
    Schema schema =
        SchemaBuilder.record("Outer")
            .fields()
            .name("list")
            .type()
            .array()
            .items(inner)
            .noDefault()
            .name("map")
            .type()
            .map()
            .values()
            .longType()
            .noDefault()
            .requiredBytes("bytes")
            .name("fixed")
            .type()
            .fixed("Two")
            .size(2)
            .noDefault()
            .endRecord();
    GenericRecord value =
        new GenericRecordBuilder(schema)
            .set(
                "list",
                List.of(new GenericRecordBuilder(inner).set("f", 0.5f).set("b", true).build()))
            .set("map", Map.of("k", 7L))
            .set("bytes", ByteBuffer.wrap(new byte[] {1, 2, 3}))
            .set(
                "fixed",
                new GenericData.Fixed(schema.getField("fixed").schema(), new byte[] {4, 5}))
            .build();

    assertThat(JsonLines.line(value))
        .isEqualTo(
            "{\"list\":[{\"f\":0.5,\"b\":true}],\"map\":{\"k\":7},\"bytes\":\"AQID\",\"fixed\":\"BAU=\"}");
    assertThat(JsonLines.line(value))
        .as("writing leaves the value as it is")
        .isEqualTo(JsonLines.line(value));
  }

  @Test
  void shouldWriteOneLineForEachRecord(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("delays-by-state.jsonl");
    StateDelays delays = new StateDelays("Ā\n", JAN_1, JAN_2, 1L, 16L, 16);

    JsonLines.write(file, List.of(delays, delays));

    assertThat(Files.readString(file)).endsWith("}\n");
    assertThat(Files.readAllLines(file))
        .containsExactly(JsonLines.line(delays), JsonLines.line(delays));
  }
}

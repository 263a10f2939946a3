package dev.tidemark.serde.avro;

import static dev.tidemark.serde.Written.poisonOf;
import static dev.tidemark.serde.Written.schema;
import static dev.tidemark.serde.Written.valueIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.Types;
import dev.tidemark.serde.Written;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.events.Place;
import dev.tidemark.serde.events.Reading;
import dev.tidemark.serde.events.Unit;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaEvolutionTest {
  private static final String SENSOR = "{'name':'sensor','type':'string'}";
  private static final String VALUE = "{'name':'value','type':'double'}";

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Codec<Reading> codec =
      Types.avro(Reading.class).topicCodec(registry, "readings-value");

  private static Schema reading(String... fields) {
    return schema(
        "{'type':'record','name':'Reading','namespace':'dev.tidemark.serde.events','fields':["
            + String.join(",", fields)
            + "]}");
  }

  private Reading read(Schema writer, Consumer<GenericRecord> fields) {
    return valueIn(codec.decode(Written.topic(registry, writer, fields)));
  }

  private static void fillRequired(GenericRecord record) {
    record.put("sensor", "s1");
    record.put("value", 1.5);
  }

  @Test
  void shouldFillWhatTheWriterDidNotKnowWithDefaults() {
    Reading read = read(reading(SENSOR, VALUE), SchemaEvolutionTest::fillRequired);

    assertThat(read.getSensor()).isEqualTo("s1");
    assertThat(read.getValue()).isEqualTo(1.5);
    assertThat(read.getCount()).isEqualTo(7);
    assertThat(read.getUnit()).isEqualTo(Unit.CELSIUS);
    assertThat(read.getComment()).isNull();
    assertThat(read.getOrigin().getSite()).isEqualTo("nowhere");
    assertThat(read.getTags()).isEmpty();
  }

  @Test
  void shouldGiveEveryValueDefaultsOfItsOwn() {
    byte[] bytes =
        Written.topic(registry, reading(SENSOR, VALUE), SchemaEvolutionTest::fillRequired);
    Reading first = valueIn(codec.decode(bytes));
    first.getTags().add("changed");
    first.getOrigin().setSite("changed");

    Reading second = valueIn(codec.decode(bytes));

    assertThat(second.getTags()).isEmpty();
    assertThat(second.getOrigin().getSite()).isEqualTo("nowhere");
  }

  @Test
  void shouldSkipWhatTheReaderDoesNotKnowAnyMore() {
    Schema writer =
        reading(
            "{'name':'a','type':{'type':'array','items':'null'}}",
            SENSOR,
            "{'name':'m','type':{'type':'map','values':['null','string']}}",
            "{'name':'r','type':{'type':'record','name':'Old','fields':[{'name':'x','type':'bytes'}]}}",
            VALUE,
            "{'name':'f','type':{'type':'fixed','name':'F','size':3}}");

    Reading read =
        read(
            writer,
            record -> {
              fillRequired(record);
              record.put("a", Arrays.asList(null, null));
              record.put("m", Map.of("k", "v"));
              GenericRecord old = new GenericData.Record(writer.getField("r").schema());
              old.put("x", ByteBuffer.wrap(new byte[] {1, 2, 3}));
              record.put("r", old);
              record.put("f", new GenericData.Fixed(writer.getField("f").schema(), new byte[3]));
            });

    assertThat(read.getSensor()).isEqualTo("s1");
    assertThat(read.getValue()).isEqualTo(1.5);
  }

  @ParameterizedTest
  @CsvSource({"int", "long", "float"})
  void shouldPromoteNumbers(String type) {
    Object three =
        type.equals("int") ? (Object) 3 : type.equals("long") ? (Object) 3L : (Object) 3f;

    Reading read =
        read(
            reading(
                SENSOR, "{'name':'value','type':'" + type + "'}", "{'name':'count','type':'int'}"),
            record -> {
              record.put("sensor", "s1");
              record.put("value", three);
              record.put("count", 9);
            });

    assertThat(read.getValue()).isEqualTo(3.0);
    assertThat(read.getCount()).isEqualTo(9);
  }

  @Test
  void shouldReadBytesAsText() {
    Reading read =
        read(
            reading("{'name':'sensor','type':'bytes'}", VALUE),
            record -> {
              record.put("sensor", ByteBuffer.wrap("ä".getBytes(StandardCharsets.UTF_8)));
              record.put("value", 1.0);
            });

    assertThat(read.getSensor()).isEqualTo("ä");
  }

  @Test
  void shouldFindAFieldByItsFormerName() {
    Reading read =
        read(
            reading("{'name':'probe','type':'string'}", VALUE),
            record -> {
              record.put("probe", "p1");
              record.put("value", 1.0);
            });

    assertThat(read.getSensor()).isEqualTo("p1");
  }

  @Test
  void shouldReadTheSameRecordFromAnotherNamespace() {
    Schema writer =
        schema(
            "{'type':'record','name':'Reading','namespace':'other','fields':["
                + SENSOR
                + ","
                + VALUE
                + "]}");

    assertThat(read(writer, SchemaEvolutionTest::fillRequired).getSensor()).isEqualTo("s1");
  }

  @ParameterizedTest
  @CsvSource({"KELVIN, KELVIN", "RANKINE, UNKNOWN"})
  void shouldReadASymbolThatItDoesNotKnowAsTheDefaultOfTheEnum(String written, Unit expected) {
    Schema writer =
        reading(
            SENSOR,
            VALUE,
            "{'name':'unit','type':{'type':'enum','name':'Unit','symbols':['RANKINE','KELVIN']}}");

    Reading read =
        read(
            writer,
            record -> {
              fillRequired(record);
              record.put(
                  "unit", new GenericData.EnumSymbol(writer.getField("unit").schema(), written));
            });

    assertThat(read.getUnit()).isEqualTo(expected);
  }

  @Test
  void shouldReadAPlainValueIntoAUnion() {
    Reading read =
        read(
            reading(SENSOR, VALUE, "{'name':'comment','type':'string'}"),
            record -> {
              fillRequired(record);
              record.put("comment", "fine");
            });

    assertThat(read.getComment()).isEqualTo("fine");
  }

  @Test
  void shouldReadAUnionWhoseBranchesStandInAnotherOrder() {
    Reading read =
        read(
            reading(SENSOR, VALUE, "{'name':'comment','type':['string','null']}"),
            record -> {
              fillRequired(record);
              record.put("comment", "fine");
            });

    assertThat(read.getComment()).isEqualTo("fine");
  }

  @Test
  void shouldResolveNestedRecords() {
    Schema writer =
        reading(
            SENSOR,
            VALUE,
            "{'name':'origin','type':{'type':'record','name':'Origin','fields':["
                + "{'name':'extra','type':'long'},{'name':'site','type':'string'}]}}");

    Reading read =
        read(
            writer,
            record -> {
              fillRequired(record);
              GenericRecord origin = new GenericData.Record(writer.getField("origin").schema());
              origin.put("extra", 12L);
              origin.put("site", "north");
              record.put("origin", origin);
            });

    assertThat(read.getOrigin().getSite()).isEqualTo("north");
    assertThat(read.getOrigin().getDepth()).isZero();
  }

  @Test
  void shouldReadAPlainLongAsTheInstantThatTheReaderDeclares() {
    Schema writer =
        schema(
            "{'type':'record','name':'Place','namespace':'dev.tidemark.serde.events','fields':["
                + "{'name':'since','type':'long'},{'name':'name','type':'string'}]}");
    byte[] bytes =
        Written.topic(
            registry,
            writer,
            record -> {
              record.put("name", "x");
              record.put("since", 1_000L);
            });

    Place read = valueIn(Types.avro(Place.class).topicCodec(registry, "any").decode(bytes));

    assertThat(read.getSince()).isEqualTo(Instant.ofEpochSecond(1));
  }

  @Test
  void shouldReadSeveralVersionsInTurn() {
    byte[] old = Written.topic(registry, reading(SENSOR, VALUE), SchemaEvolutionTest::fillRequired);
    byte[] wide =
        Written.topic(
            registry,
            reading(VALUE, "{'name':'count','type':'long'}", SENSOR),
            record -> {
              fillRequired(record);
              record.put("count", 1L);
            });
    for (int i = 0; i < 5; i++) {
      assertThat(valueIn(codec.decode(old)).getCount()).isEqualTo(7);
      assertThat(valueIn(codec.decode(wide)).getCount()).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseTheSchemaOfAWriterThatLacksARequiredField() {
    byte[] bytes = Written.topic(registry, reading(SENSOR), record -> record.put("sensor", "s"));

    Decoded.Poison<Reading> poison = poisonOf(codec.decode(bytes));

    assertThat(poison.cause()).isEqualTo(PoisonCause.INCOMPATIBLE_SCHEMA);
    assertThat(poison.schemaId()).hasValue(1);
    assertThat(poison.detail())
        .isEqualTo(
            "schema 1 can't be read as dev.tidemark.serde.events.Reading:"
                + " READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1");
  }

  @Test
  void shouldRefuseASchemaOfAnotherKindEveryTimeAndReadOthersStill() {
    byte[] text =
        WireFormat.frame(registry.register("x", Schema.create(Schema.Type.STRING)), new byte[] {0});
    byte[] good =
        Written.topic(registry, reading(SENSOR, VALUE), SchemaEvolutionTest::fillRequired);
    for (int i = 0; i < 3; i++) {
      assertThat(poisonOf(codec.decode(text)).cause()).isEqualTo(PoisonCause.INCOMPATIBLE_SCHEMA);
      assertThat(valueIn(codec.decode(good)).getTags()).isEqualTo(List.of());
    }
  }
}

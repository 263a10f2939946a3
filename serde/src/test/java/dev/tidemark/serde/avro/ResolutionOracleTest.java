package dev.tidemark.serde.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.RandomSchemas;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.Written;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.events.Place;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Avro's own resolving reader makes of the same bytes is the right answer. */
class ResolutionOracleTest {
  private static final int PAIRS = Integer.getInteger("tidemark.oracle.pairs", 250);

  /**
   * Avro refuses an array when as many items of the <em>reader</em> can't follow, though those of
   * the writer are shorter; behind the record there is always enough for it here.
   */
  private static final int PADDING = 1 << 16;

  private final GenericData data = new GenericData();

  ResolutionOracleTest() {
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new Conversions.UUIDConversion());
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimeMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimeMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void shouldReadWhatWritersOfAnySchemaWroteAsAvroDoes(long seed) throws IOException {
    RandomSchemas schemas = new RandomSchemas(seed);
    int values = 0;
    int accepted = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      Schema reader = schemas.reader();
      Schema writer = schemas.writerFor(reader);
      GenericData model = pair % 2 == 0 ? data : new GenericData();
      AvroDecoder<GenericRecord> decoder = decoder(reader, writer, model);
      accepted += isAccepted(reader, writer) ? 1 : 0;
      for (int i = 0; i < 5; i++) {
        byte[] bytes = written(writer, schemas.value(writer), i % 2 == 1);
        values += same(seed, reader, writer, model, decoder, bytes) ? 1 : 0;
      }
    }

    assertThat(values).as("values that could be read").isGreaterThan(PAIRS * 3);
    assertThat(accepted).as("pairs that a job would read").isGreaterThan(PAIRS / 2);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5})
  void shouldMakeNothingElseOfBrokenBytesThanAvroDoes(long seed) throws IOException {
    RandomSchemas schemas = new RandomSchemas(seed);
    Random random = new Random(seed);
    int read = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      Schema reader = schemas.reader();
      Schema writer = schemas.writerFor(reader);
      AvroDecoder<GenericRecord> decoder = decoder(reader, writer, data);
      byte[] whole = written(writer, schemas.value(writer), false);
      for (int i = 0; i < 10 && whole.length > 0; i++) {
        byte[] bytes = whole.clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        if (decoder.decode(bytes, 0) instanceof Decoded.Ok<GenericRecord> ok) {
          read++;
          assertThat(difference(ok.value(), oracle(reader, writer, data, bytes), "")).isEmpty();
        }
      }
    }

    assertThat(read).isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {6, 7})
  void shouldReadSomeFieldsAsItReadsThemAmongAll(long seed) throws IOException {
    RandomSchemas schemas = new RandomSchemas(seed);
    Random random = new Random(seed);
    int compared = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      Schema reader = schemas.reader();
      Schema writer = schemas.writerFor(reader);
      List<String> names = reader.getFields().stream().map(Schema.Field::name).toList();
      String chosen = names.get(random.nextInt(names.size()));
      Schema part;
      try {
        part = Types.generic(reader).only(chosen).schema().orElseThrow();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("itself");
        continue;
      }
      byte[] bytes = written(writer, schemas.value(writer), pair % 2 == 0);
      if (decoder(reader, writer, data).decode(bytes, 0) instanceof Decoded.Ok<GenericRecord> all) {
        GenericRecord some = Written.valueIn(decoder(part, writer, data).decode(bytes, 0));
        assertThat(difference(some.get(chosen), all.value().get(chosen), chosen)).isEmpty();
        compared++;
      }
    }

    assertThat(compared).isGreaterThan(PAIRS / 3);
  }

  @Test
  void shouldReadItemsThatTheReaderTakesForLarger() {
    Schema ints =
        Written.schema(
            "{'type':'record','name':'A','fields':[{'name':'n','type':{'type':'array','items':'int'}}]}");
    Schema doubles =
        Written.schema(
            "{'type':'record','name':'A','fields':[{'name':'n','type':{'type':'array','items':'double'}}]}");
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    byte[] bytes = Written.topic(registry, ints, record -> record.put("n", List.of(1, 2, 3)));

    GenericRecord read =
        Written.valueIn(Types.generic(doubles).topicCodec(registry, "any").decode(bytes));

    assertThat(read.get("n")).isEqualTo(List.of(1.0, 2.0, 3.0));
  }

  @Test
  void shouldConvertOnceWhatAUnionOfTheWriterHeld() {
    Schema number =
        Written.schema(
            "{'type':'record','name':'Place','namespace':'dev.tidemark.serde.events','fields':["
                + "{'name':'name','type':'string'},{'name':'since','type':['int','long']}]}");
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    byte[] bytes =
        Written.topic(
            registry,
            number,
            record -> {
              record.put("name", "x");
              record.put("since", 1_000);
            });

    Place read = Written.valueIn(Types.avro(Place.class).topicCodec(registry, "any").decode(bytes));

    assertThat(read.getSince()).isEqualTo(Instant.ofEpochSecond(1));
  }

  private boolean same(
      long seed,
      Schema reader,
      Schema writer,
      GenericData model,
      AvroDecoder<GenericRecord> decoder,
      byte[] bytes) {
    Object expected;
    Decoded<GenericRecord> decoded = decoder.decode(bytes, 0);
    try {
      expected = oracle(reader, writer, model, bytes);
    } catch (IOException | RuntimeException e) {
      assertThat(decoded)
          .as("seed %d: Avro refuses it: %s\n%s\n%s", seed, e, reader, writer)
          .isInstanceOf(Decoded.Poison.class);
      return false;
    }
    assertThat(decoded)
        .as("seed %d: Avro reads it\n%s\n%s", seed, reader, writer)
        .isInstanceOf(Decoded.Ok.class);
    assertThat(difference(Written.valueIn(decoded), expected, ""))
        .as("seed %d\n%s\n%s", seed, reader, writer)
        .isEmpty();
    return true;
  }

  private static AvroDecoder<GenericRecord> decoder(
      Schema reader, Schema writer, GenericData model) {
    return new AvroDecoder<>(
        new AvroModel<GenericRecord>(reader, model, false), writer, OptionalInt.empty());
  }

  private static boolean isAccepted(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .isEmpty();
  }

  private static Object oracle(Schema reader, Schema writer, GenericData model, byte[] bytes)
      throws IOException {
    // Not its fast reader, which converts twice what a union of the writer held.
    model.setFastReaderEnabled(false);
    GenericDatumReader<Object> oracle = new GenericDatumReader<>(writer, reader, model);
    byte[] padded = Arrays.copyOf(bytes, bytes.length + PADDING);
    return oracle.read(null, DecoderFactory.get().binaryDecoder(padded, null));
  }

  private static byte[] written(Schema writer, @Nullable Object value, boolean inBlocks)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GenericDatumWriter<@Nullable Object> datum =
        new GenericDatumWriter<>(writer, new GenericData());
    Encoder encoder =
        inBlocks
            ? new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null)
            : EncoderFactory.get().binaryEncoder(out, null);
    datum.write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  /** Where two values differ, classes of texts and numbers included; empty where they don't. */
  private static String difference(@Nullable Object a, @Nullable Object b, String path) {
    if (a instanceof IndexedRecord one && b instanceof IndexedRecord other) {
      List<String> found = new ArrayList<>();
      for (Schema.Field field : one.getSchema().getFields()) {
        found.add(
            difference(one.get(field.pos()), other.get(field.pos()), path + "." + field.name()));
      }
      return String.join("", found);
    }
    if (a instanceof List<?> one && b instanceof List<?> other) {
      if (one.size() != other.size()) {
        return path + ": " + one.size() + " and " + other.size() + " items";
      }
      StringBuilder found = new StringBuilder();
      Iterator<?> others = other.iterator();
      one.forEach(item -> found.append(difference(item, others.next(), path + "[]")));
      return found.toString();
    }
    if (a instanceof Map<?, ?> one && b instanceof Map<?, ?> other) {
      if (!one.keySet().equals(other.keySet())) {
        return path + ": other keys";
      }
      StringBuilder found = new StringBuilder();
      one.forEach((k, value) -> found.append(difference(value, other.get(k), path + "{}")));
      return found.toString();
    }
    if (a instanceof GenericEnumSymbol<?> || a instanceof ByteBuffer || a instanceof GenericFixed) {
      return a.equals(b) ? "" : path + ": " + a + " and " + b + "; ";
    }
    boolean same = a == null ? b == null : b != null && a.getClass() == b.getClass() && a.equals(b);
    return same ? "" : path + ": " + a + " and " + b + "; ";
  }
}

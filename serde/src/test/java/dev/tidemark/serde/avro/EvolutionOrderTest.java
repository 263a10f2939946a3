package dev.tidemark.serde.avro;

import static dev.tidemark.serde.Written.schema;
import static dev.tidemark.serde.Written.valueIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.RandomSchemas;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.Written;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.events.Reading;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers go from version to version while a job runs; it must not matter which it met first. */
class EvolutionOrderTest {
  private static final int RECORDS = 60;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldWriteTheSameBytesInWhateverOrderItMetTheVersions(long seed) {
    RandomSchemas schemas = new RandomSchemas(seed);
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      Schema reader = schemas.reader();
      int own = registry.register("out", reader);
      List<byte[]> records = new ArrayList<>();
      for (int version = 0; version < 4; version++) {
        Schema writer = schemas.writerFor(reader);
        int id = registry.register("in", writer);
        for (int i = 0; i < RECORDS / 4; i++) {
          records.add(
              WireFormat.frame(
                  id, Written.avro(writer, Objects.requireNonNull(schemas.value(writer)))));
        }
      }
      Map<byte[], String> inOrder = rewritten(reader, records);
      List<byte[]> shuffled = new ArrayList<>(records);
      Collections.shuffle(shuffled, random);
      Map<byte[], String> inDisorder = rewritten(reader, shuffled);

      assertThat(own).isPositive();
      records.forEach(bytes -> assertThat(inDisorder.get(bytes)).isEqualTo(inOrder.get(bytes)));
    }
  }

  /** What a job that passes records on writes for each of them, or why it can't. */
  private Map<byte[], String> rewritten(Schema reader, List<byte[]> records) {
    Codec<GenericRecord> in = Types.generic(reader).topicCodec(registry, "in");
    Codec<GenericRecord> out = Types.generic(reader).topicCodec(registry, "out");
    Map<byte[], String> written = new java.util.IdentityHashMap<>();
    for (byte[] bytes : records) {
      Decoded<GenericRecord> decoded = in.decode(bytes);
      written.put(
          bytes,
          decoded instanceof Decoded.Ok<GenericRecord> ok
              ? java.util.HexFormat.of().formatHex(out.encode(ok.value()))
              : decoded.toString());
    }
    return written;
  }

  @Test
  void shouldReadThreeVersionsOfAProducerInAnyOrder() {
    String head =
        "{'type':'record','name':'Reading','namespace':'dev.tidemark.serde.events','fields':[";
    Schema v1 = schema(head + "{'name':'probe','type':'string'},{'name':'value','type':'float'}]}");
    Schema v2 =
        schema(
            head
                + "{'name':'sensor','type':'string'},{'name':'value','type':'double'},"
                + "{'name':'unit','type':{'type':'enum','name':'Unit','symbols':['KELVIN','RANKINE']}},"
                + "{'name':'retired','type':{'type':'map','values':'long'}}]}");
    Schema v3 =
        schema(
            head
                + "{'name':'value','type':'double'},{'name':'count','type':'int'},"
                + "{'name':'comment','type':['string','null']},{'name':'sensor','type':'string'}]}");
    byte[] one =
        Written.topic(
            registry,
            v1,
            r -> {
              r.put("probe", "p");
              r.put("value", 1.5f);
            });
    byte[] two =
        Written.topic(
            registry,
            v2,
            r -> {
              r.put("sensor", "s");
              r.put("value", 2.5);
              r.put("unit", new GenericData.EnumSymbol(v2.getField("unit").schema(), "RANKINE"));
              r.put("retired", Map.of("k", 1L));
            });
    byte[] three =
        Written.topic(
            registry,
            v3,
            r -> {
              r.put("sensor", "t");
              r.put("value", 3.5);
              r.put("count", 3);
              r.put("comment", "c");
            });
    Codec<Reading> state = Types.avro(Reading.class).stateCodec();
    List<byte[]> records = List.of(one, two, three);

    List<String> expected = null;
    for (List<Integer> order :
        List.of(
            List.of(0, 1, 2),
            List.of(0, 2, 1),
            List.of(1, 0, 2),
            List.of(1, 2, 0),
            List.of(2, 0, 1),
            List.of(2, 1, 0))) {
      Codec<Reading> codec = Types.avro(Reading.class).topicCodec(registry, "any");
      String[] written = new String[3];
      for (int i : order) {
        byte[] bytes = state.encode(valueIn(codec.decode(records.get(i))));
        written[i] = java.util.HexFormat.of().formatHex(bytes);
      }
      expected = expected == null ? List.of(written) : expected;
      assertThat(List.of(written)).isEqualTo(expected);
    }
  }
}

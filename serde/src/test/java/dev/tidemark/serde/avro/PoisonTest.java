package dev.tidemark.serde.avro;

import static dev.tidemark.serde.Written.poisonOf;
import static dev.tidemark.serde.Written.schema;
import static dev.tidemark.serde.Written.valueIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.events.Place;
import dev.tidemark.serde.events.Tree;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import dev.tidemark.serde.registry.RegistryUnavailableException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoisonTest {
  private static final Place PLACE = new Place("Vardø", Instant.ofEpochMilli(1));
  private static final Schema NULLS =
      schema(
          "{'type':'record','name':'Nulls','fields':["
              + "{'name':'items','type':{'type':'array','items':'null'}}]}");

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Codec<Place> codec = Types.avro(Place.class).topicCodec(registry, "places-value");

  @BeforeEach
  void registerPlaces() {
    registry.register("places-value", Place.SCHEMA$);
  }

  @Test
  void shouldCallAMissingValueNull() {
    assertThat(poisonOf(codec.decode(null)).cause()).isEqualTo(PoisonCause.NULL);
    assertThat(poisonOf(Types.avro(Place.class).stateCodec().decode(null)).cause())
        .isEqualTo(PoisonCause.NULL);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void shouldCallAHeaderThatIsNotWholeTooShort(int length) {
    Decoded.Poison<Place> poison = poisonOf(codec.decode(new byte[length]));

    assertThat(poison.cause()).isEqualTo(PoisonCause.TOO_SHORT);
    assertThat(poison.detail()).startsWith(length + " bytes");
    assertThat(poison.schemaId()).isEmpty();
  }

  @Test
  void shouldCallPlainJsonAWrongMagic() {
    assertThat(poisonOf(codec.decode(new byte[] {'{', '}'})).cause())
        .isEqualTo(PoisonCause.WRONG_MAGIC);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 2, Integer.MAX_VALUE})
  void shouldCallAnIdThatTheRegistryLacksAnUnknownSchema(int id) {
    Decoded.Poison<Place> poison = poisonOf(codec.decode(WireFormat.frame(id, new byte[3])));

    assertThat(poison.cause()).isEqualTo(PoisonCause.UNKNOWN_SCHEMA);
    assertThat(poison.schemaId()).hasValue(id);
    assertThat(poison.detail()).contains(Integer.toString(id));
  }

  @Test
  void shouldCallValuesThatEndEarlyMalformedAndSayWhere() {
    byte[] whole = codec.encode(PLACE);

    Decoded.Poison<Place> poison = poisonOf(codec.decode(Arrays.copyOf(whole, whole.length - 1)));

    assertThat(poison.cause()).isEqualTo(PoisonCause.MALFORMED);
    assertThat(poison.schemaId()).hasValue(1);
    assertThat(poison.detail()).isEqualTo("the bytes end before the value does, after byte 7 of 7");
  }

  @Test
  void shouldCallWhatIsLeftOverTrailingBytes() {
    byte[] whole = codec.encode(PLACE);

    Decoded.Poison<Place> poison = poisonOf(codec.decode(Arrays.copyOf(whole, whole.length + 3)));

    assertThat(poison.cause()).isEqualTo(PoisonCause.TRAILING_BYTES);
    assertThat(poison.detail()).isEqualTo("bytes are left over, after byte 8 of 11");
  }

  @Test
  void shouldRefuseSixBytesThatAnnounceTwoHundredMillionNulls() {
    Codec<GenericRecord> nulls = Types.generic(NULLS).stateCodec();
    byte[] bomb = {(byte) 0x80, (byte) 0x88, (byte) 0xde, (byte) 0xbe, 0x01, 0x00};

    assertThat(poisonOf(nulls.decode(bomb)).cause()).isEqualTo(PoisonCause.LIMIT_EXCEEDED);
  }

  @Test
  void shouldRefuseTheSameBombInAFieldThatTheReaderSkips() {
    Schema empty = schema("{'type':'record','name':'Nulls','fields':[]}");
    int id = registry.register("nulls", NULLS);
    byte[] bomb = {(byte) 0x80, (byte) 0x88, (byte) 0xde, (byte) 0xbe, 0x01, 0x00};
    Codec<GenericRecord> reader = Types.generic(empty).topicCodec(registry, "nulls");

    assertThat(poisonOf(reader.decode(WireFormat.frame(id, bomb))).cause())
        .isEqualTo(PoisonCause.LIMIT_EXCEEDED);
  }

  @ParameterizedTest
  @CsvSource({
    "'80,80,80,80,08,61', LIMIT_EXCEEDED", // a string of 1 GiB
    "'80,80,80,80,80,80,80,01', LIMIT_EXCEEDED", // one beyond any array
    "'01,61', MALFORMED", // a string of -1 bytes
    "'80,80,80,08,61', MALFORMED", // 8 MiB announced, one byte there
    "'ff,ff,ff,ff,ff,ff,ff,ff,ff,ff,ff', MALFORMED" // no number at all
  })
  void shouldRefuseLengthsThatCantBeTrue(String hex, PoisonCause cause) {
    byte[] bytes = java.util.HexFormat.ofDelimiter(",").parseHex(hex);

    assertThat(poisonOf(codec.decode(WireFormat.frame(1, bytes))).cause()).isEqualTo(cause);
  }

  @Test
  void shouldRefuseARecordNestedTooDeeplyAndCountNothingOfItLater() {
    Codec<Tree> trees = Types.avro(Tree.class).stateCodec();
    byte[] deep = new byte[400_000];
    for (int i = 1; i < deep.length; i += 2) {
      deep[i] = 2; // an empty label, then one branch
    }
    Codec<GenericRecord> nulls = Types.generic(NULLS).stateCodec();
    GenericRecord many = new GenericData.Record(NULLS);
    many.put("items", Collections.nCopies(60_000, null));
    byte[] manyBytes = nulls.encode(many);

    for (int i = 0; i < 20; i++) {
      // What an overflow in the wrong moment leaves behind.
      SystemLimitException.beginCollectionAllocationScope();
      assertThat(poisonOf(trees.decode(deep)).cause()).isEqualTo(PoisonCause.LIMIT_EXCEEDED);
      assertThat((List<?>) valueIn(nulls.decode(manyBytes)).get("items")).hasSize(60_000);
    }
    assertThat(valueIn(trees.decode(new byte[] {2, 'a', 0})).getLabel()).isEqualTo("a");
  }

  @Test
  void shouldReadWhatItCanWriteHoweverDeepItIs() {
    Codec<Tree> trees = Types.avro(Tree.class).stateCodec();
    Tree tree = new Tree("leaf", List.of());
    for (int i = 1; i < AvroLimits.DEPTH_MAX; i++) {
      tree = new Tree("", List.of(tree));
    }
    Tree deepest = tree;
    Tree deeper = new Tree("", List.of(deepest));

    byte[] bytes = trees.encode(deepest);

    assertThat(valueIn(trees.decode(bytes)).getLabel()).isEmpty();
    assertThatThrownBy(() -> trees.encode(deeper))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("nested deeper than 300 levels");
    byte[] oneMore = new byte[bytes.length + 3];
    System.arraycopy(bytes, 0, oneMore, 2, bytes.length);
    oneMore[1] = 2;
    assertThat(poisonOf(trees.decode(oneMore)).detail()).startsWith("nested too deeply");
  }

  @Test
  void shouldRefuseASchemaWhoseRecordsMultiplyThroughEachOther() {
    StringBuilder doubling = new StringBuilder("'null'");
    for (int i = 0; i < 40; i++) {
      String first = "{'name':'a','type':" + doubling + "}";
      String again = i == 0 ? "'null'" : "'L" + (i - 1) + "'";
      doubling =
          new StringBuilder("{'type':'record','name':'L" + i + "','fields':[")
              .append(first)
              .append(",{'name':'b','type':")
              .append(again)
              .append("}]}");
    }
    Schema writer =
        schema(
            "{'type':'record','name':'Place','namespace':'dev.tidemark.serde.events','fields':["
                + "{'name':'name','type':'string'},{'name':'since','type':'long'},"
                + "{'name':'bomb','type':"
                + doubling
                + "}]}");
    int id = registry.register("places-value", writer);

    assertThat(poisonOf(codec.decode(WireFormat.frame(id, new byte[] {0, 0}))).cause())
        .isEqualTo(PoisonCause.LIMIT_EXCEEDED);
  }

  @Test
  void shouldAskForAnUnknownIdOnceInHalfAMinute() {
    AtomicInteger asked = new AtomicInteger();
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    SchemaRegistry counting =
        answering(
            id -> {
              if (asked.incrementAndGet() < 3) {
                throw new SchemaNotFoundException("none");
              }
              return Place.SCHEMA$;
            });
    Codec<Place> patient = codec(counting, now);
    byte[] bytes = WireFormat.frame(77, Arrays.copyOfRange(codec.encode(PLACE), 5, 13));

    for (int i = 0; i < 1_000; i++) {
      assertThat(poisonOf(patient.decode(bytes)).cause()).isEqualTo(PoisonCause.UNKNOWN_SCHEMA);
    }
    assertThat(asked).hasValue(1);
    now.addAndGet(TimeUnit.SECONDS.toNanos(30));
    assertThat(poisonOf(patient.decode(bytes)).cause()).isEqualTo(PoisonCause.UNKNOWN_SCHEMA);
    now.addAndGet(TimeUnit.SECONDS.toNanos(30));
    assertThat(valueIn(patient.decode(bytes))).isEqualTo(PLACE);
    assertThat(valueIn(patient.decode(bytes))).isEqualTo(PLACE);
    assertThat(asked).hasValue(3);
  }

  @Test
  void shouldNotTakeAnOutageForAPoison() {
    RegistryUnavailableException outage = new RegistryUnavailableException("down", null);
    AtomicInteger asked = new AtomicInteger();
    SchemaRegistry recovering =
        answering(
            id -> {
              if (asked.incrementAndGet() < 3) {
                throw outage;
              }
              return Place.SCHEMA$;
            });
    Codec<Place> waiting = codec(recovering, new AtomicLong());
    byte[] bytes = codec.encode(PLACE);

    assertThatThrownBy(() -> waiting.decode(bytes)).isSameAs(outage);
    assertThatThrownBy(() -> waiting.decode(bytes)).isSameAs(outage);
    assertThat(valueIn(waiting.decode(bytes))).isEqualTo(PLACE);
  }

  @Test
  void shouldCallASchemaThatIsNoAvroIncompatible() {
    SchemaRegistry foreign =
        answering(
            id -> {
              throw new InvalidSchemaException("schema id 1 is of type PROTOBUF", null);
            });

    Decoded.Poison<Place> poison =
        poisonOf(codec(foreign, new AtomicLong()).decode(codec.encode(PLACE)));

    assertThat(poison.cause()).isEqualTo(PoisonCause.INCOMPATIBLE_SCHEMA);
    assertThat(poison.detail()).contains("PROTOBUF");
  }

  private static Codec<Place> codec(SchemaRegistry registry, AtomicLong nanoTime) {
    AvroModel<Place> model = new AvroModel<>(Place.SCHEMA$, new SpecificData(), false);
    return new AvroTopicCodec<>(
        model, new WriterSchemas<>(registry, model, nanoTime::get), registry, "places-value");
  }

  private static SchemaRegistry answering(IntFunction<Schema> schemas) {
    return new SchemaRegistry() {
      @Override
      public Schema schemaById(int id) {
        return schemas.apply(id);
      }

      @Override
      public int idOf(String subject, Schema schema) {
        throw new AssertionError("not asked for");
      }

      @Override
      public int register(String subject, Schema schema) {
        throw new AssertionError("not asked for");
      }
    };
  }
}

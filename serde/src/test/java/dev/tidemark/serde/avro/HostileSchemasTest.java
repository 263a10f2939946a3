package dev.tidemark.serde.avro;

import static dev.tidemark.serde.Written.poisonOf;
import static dev.tidemark.serde.Written.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import dev.tidemark.serde.RandomSchemas;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.events.Everything;
import dev.tidemark.serde.events.Place;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import dev.tidemark.serde.registry.IncompatibleSchemaException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may register a schema must not be able to stop those who read the topic. */
@Timeout(60)
class HostileSchemasTest {
  private static final int SCHEMAS = Integer.getInteger("tidemark.fuzz.schemas", 3_000);
  private static final long ALLOCATED_BYTES_MAX = 64L * 1024 * 1024;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Codec<Place> places = Types.avro(Place.class).topicCodec(registry, "places");

  private static Schema place(String fields) {
    return schema(
        "{'type':'record','name':'Place','namespace':'dev.tidemark.serde.events','fields':["
            + "{'name':'name','type':'string'},{'name':'since','type':'long'},"
            + fields
            + "]}");
  }

  private Decoded.Poison<Place> refused(Schema writer) {
    int id = registry.register("places", writer);
    return poisonOf(places.decode(WireFormat.frame(id, new byte[] {0, 0})));
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static String numbered(int count, java.util.function.IntFunction<String> each) {
    return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(","));
  }

  @Test
  void shouldRefuseAnEnumThatTakesForEverToMatch() {
    String symbols = numbered(10_001, i -> "'S" + i + "'");

    Decoded.Poison<Place> poison =
        refused(
            place("{'name':'e','type':{'type':'enum','name':'E','symbols':[" + symbols + "]}}"));

    assertThat(poison.cause()).isEqualTo(PoisonCause.LIMIT_EXCEEDED);
    assertThat(poison.detail()).isEqualTo("schema 1 has more than 10000 symbols in an enum");
  }

  @Test
  void shouldRefuseAUnionThatTakesForEverToMatch() {
    String types =
        numbered(
            257, i -> "{'type':'record','name':'R" + i + "','fields':[{'name':'f','type':'int'}]}");

    assertThat(refused(place("{'name':'u','type':[" + types + "]}")).detail())
        .contains("more than 256 types in a union");
  }

  @Test
  void shouldRefuseTypesNestedTooDeeplyByName() {
    String chain =
        "{'name':'c0','type':{'type':'record','name':'C0','fields':[]}},"
            + numbered(
                5_000,
                i ->
                    "{'name':'c%d','type':{'type':'record','name':'C%d','fields':[{'name':'n','type':'C%d'}]}}"
                        .formatted(i + 1, i + 1, i));

    assertThat(refused(place(chain)).detail()).contains("deeper than 500 levels");
  }

  @Test
  void shouldRefuseMorePartsThanAnySchemaHas() {
    String fields = numbered(100_001, i -> "{'name':'f" + i + "','type':'int'}");

    assertThat(refused(place(fields)).cause()).isEqualTo(PoisonCause.LIMIT_EXCEEDED);
  }

  @Test
  void shouldRefuseItemsThatAreWorkWithoutBytes() {
    String nulls = numbered(1_000, i -> "{'name':'n" + i + "','type':'null'}");
    Schema writer =
        place(
            "{'name':'a','type':{'type':'array','items':{'type':'record','name':'N','fields':["
                + "{'name':'one','type':'int'},"
                + nulls
                + "]}}}");

    assertThat(refused(writer).detail()).contains("value of no bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'record','name':'N','fields':[%s]}",
        "{'type':'record','name':'N','fields':[{'name':'one','type':'int'},%s]}",
        "['null',{'type':'record','name':'N','fields':[%s]}]",
      })
  void shouldMakeLittleOfItemsThatHaveManyPartsForFewBytes(String item) {
    String first = "{'name':'e0','type':{'type':'record','name':'E','fields':[]}},";
    String parts = first + numbered(400, i -> "{'name':'e" + (i + 1) + "','type':'E'}");
    Schema writer =
        place("{'name':'a','type':{'type':'array','items':" + item.formatted(parts) + "}}");
    int items = 100_000;
    ByteBuffer body = ByteBuffer.allocate(items + 6);
    body.put(new byte[] {0, 0, (byte) 0xc0, (byte) 0x9a, 0x0c});
    Arrays.fill(body.array(), 5, items + 5, (byte) (item.startsWith("[") ? 2 : 0));
    byte[] bytes = WireFormat.frame(registry.register("places", writer), body.array());
    Codec<GenericRecord> generic = Types.generic(writer).topicCodec(registry, "places");
    long before = allocated();

    assertThat(poisonOf(generic.decode(bytes)).cause()).isEqualTo(PoisonCause.LIMIT_EXCEEDED);
    assertThat(poisonOf(places.decode(bytes)).cause()).isEqualTo(PoisonCause.LIMIT_EXCEEDED);

    assertThat(allocated() - before).isLessThan(ALLOCATED_BYTES_MAX);
  }

  @Test
  void shouldCountAnEnumWhereverItIsReferredTo() {
    String symbols = numbered(10_000, i -> "'S" + i + "'");
    String first = "{'name':'e','type':{'type':'enum','name':'E','symbols':[" + symbols + "]}},";
    Schema writer = place(first + numbered(2_000, i -> "{'name':'e" + i + "','type':'E'}"));
    int id = registry.register("places", writer);
    Codec<GenericRecord> generic = Types.generic(writer).topicCodec(registry, "places");

    assertThat(poisonOf(generic.decode(WireFormat.frame(id, new byte[2_004]))).cause())
        .isEqualTo(PoisonCause.LIMIT_EXCEEDED);
  }

  @Test
  void shouldNotKeepTheReadersOfManyHugeSchemas() {
    HugeSchemas huge = new HugeSchemas(new ArrayList<>());
    Codec<Place> codec = Types.avro(Place.class).topicCodec(huge, "places");

    for (int id : List.of(1, 2, 3, 4, 5, 4, 5, 1)) {
      byte[] bytes = WireFormat.frame(id, new byte[HugeSchemas.FIELDS + 2]);
      assertThat(codec.decode(bytes)).isInstanceOf(Decoded.Ok.class);
    }

    assertThat(huge.asked()).containsExactly(1, 2, 3, 4, 5, 4, 1);
  }

  /** Has a schema for any id, and tells which ones it was asked for. */
  private record HugeSchemas(List<Integer> asked) implements SchemaRegistry {
    static final int FIELDS = 80_000;

    @Override
    public Schema schemaById(int id) {
      asked.add(id);
      Schema number = Schema.create(Schema.Type.INT);
      List<Schema.Field> fields = new ArrayList<>();
      fields.add(new Schema.Field("name", Schema.create(Schema.Type.STRING)));
      fields.add(new Schema.Field("since", Schema.create(Schema.Type.LONG)));
      for (int i = 0; i < FIELDS; i++) {
        fields.add(new Schema.Field("f" + i, number));
      }
      return Schema.createRecord("Place", null, "dev.tidemark.serde.events", false, fields);
    }

    @Override
    public int idOf(String subject, Schema schema) {
      throw new SchemaNotFoundException("nothing is registered");
    }

    @Override
    public int register(String subject, Schema schema) {
      throw new IncompatibleSchemaException("nothing can be registered");
    }
  }

  @Test
  void shouldReadASchemaThatIsOnlyLarge() {
    String fields =
        numbered(2_000, i -> "{'name':'f" + i + "','type':['null','string','long','bytes']}");
    int id = registry.register("places", place(fields));
    byte[] bytes = new byte[2_002];

    assertThat(places.decode(WireFormat.frame(id, bytes))).isInstanceOf(Decoded.Ok.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'f','type':{'type':'fixed','name':'F','size':67108864}}",
        "{'name':'f','type':{'type':'array','items':{'type':'fixed','name':'F','size':67108864}}}",
        "{'name':'f','type':{'type':'map','values':{'type':'fixed','name':'F','size':67108864}}}",
      })
  void shouldMakeNothingForAFixedWhoseBytesAreNotThere(String field) {
    Schema writer = place(field);
    int id = registry.register("places", writer);
    byte[] bytes = WireFormat.frame(id, new byte[] {0, 0, 2, 2, 'k', 0});
    Codec<GenericRecord> generic = Types.generic(writer).topicCodec(registry, "places");

    assertThat(poisonOf(places.decode(bytes)).cause()).isEqualTo(PoisonCause.MALFORMED);
    assertThat(poisonOf(generic.decode(bytes)).cause()).isEqualTo(PoisonCause.MALFORMED);
  }

  @Test
  void shouldLoadNoClassThatAWriterNamesInAnyWayThatAvroKnows() {
    String wire = "dev.tidemark.serde.Tripwire";
    Schema writer =
        place(
            "{'name':'a','type':{'type':'string','java-class':'%1$s'}},".formatted(wire)
                + "{'name':'b','type':{'type':'map','values':'int','java-key-class':'%1$s','java-class':'%1$s'}},"
                    .formatted(wire)
                + "{'name':'c','type':{'type':'array','items':'int','java-class':'%1$s','java-element-class':'%1$s'}},"
                    .formatted(wire)
                + "{'name':'d','type':{'type':'bytes','logicalType':'%1$s','java-class':'%1$s'}},"
                    .formatted(wire)
                + "{'name':'e','type':{'type':'enum','name':'%1$s','symbols':['X']}},"
                    .formatted(wire)
                + "{'name':'f','type':{'type':'fixed','name':'java.lang.Runtime','size':1}}");
    int id = registry.register("places", writer);
    byte[] bytes = WireFormat.frame(id, new byte[] {0, 0, 0, 0, 0, 0, 0, 5});

    assertThat(places.decode(bytes)).isInstanceOf(Decoded.Ok.class);
    assertThat(Types.generic(writer).topicCodec(registry, "places").decode(bytes))
        .isInstanceOf(Decoded.Ok.class);
    assertThat(System.getProperty("tidemark.tripwire")).isNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void shouldAnswerForAnySchemaWithinBoundedTimeAndMemory(long seed) {
    Random random = new Random(seed);
    RandomSchemas schemas = new RandomSchemas(seed);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    String everything = Everything.SCHEMA$.toString();
    int parsed = 0;
    for (int i = 0; i < SCHEMAS; i++) {
      String text = i % 2 == 0 ? everything : schemas.reader().toString();
      Schema writer;
      try {
        writer = new Schema.Parser().setValidateDefaults(false).parse(mutated(text, random));
      } catch (RuntimeException e) {
        continue;
      }
      parsed++;
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      long before = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      assertThatCode(() -> decodeAsAnything(writer, bytes))
          .as("seed %d, schema %d: %s", seed, i, writer)
          .doesNotThrowAnyException();
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("seed %d, schema %d", seed, i)
          .isLessThan(ALLOCATED_BYTES_MAX);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
    assertThat(parsed).isGreaterThan(SCHEMAS / 20);
    assertThat(System.getProperty("tidemark.tripwire")).isNull();
  }

  private static void decodeAsAnything(Schema writer, byte[] bytes) {
    InMemorySchemaRegistry own = new InMemorySchemaRegistry();
    byte[] framed = WireFormat.frame(own.register("any", writer), bytes);
    Types.avro(Everything.class).topicCodec(own, "any").decode(framed);
    if (writer.getType() == Schema.Type.RECORD) {
      Types.generic(writer).topicCodec(own, "any").decode(framed);
    }
  }

  /** Swaps pieces of the JSON for other pieces of schemas, so that many can still be parsed. */
  private static String mutated(String text, Random random) {
    String[] pieces = {
      "\"int\"",
      "\"long\"",
      "\"null\"",
      "\"string\"",
      "\"bytes\"",
      "\"double\"",
      "[\"null\",\"int\"]",
      "{\"type\":\"array\",\"items\":\"null\"}",
      "{\"type\":\"map\",\"values\":\"null\"}",
      "2147483647",
      "-1",
      "0",
      "\"dev.tidemark.serde.Tripwire\"",
      "\"java-class\":\"dev.tidemark.serde.Tripwire\",\"x\":",
      "\"logicalType\":\"decimal\",\"precision\":2147483647,\"x\":",
      "\"default\":null,\"x\":",
      "\"dev.tidemark.serde.events.Place\"",
      "[]",
      "{}",
    };
    StringBuilder mutated = new StringBuilder(text);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String piece = pieces[random.nextInt(pieces.length)];
      String before = random.nextInt(4) == 0 ? "\"" : "\"type\":\"";
      int found = mutated.indexOf(before, random.nextInt(mutated.length()));
      int from = found < 0 ? -1 : found + before.length() - 1;
      int to = from < 0 ? -1 : mutated.indexOf("\"", from + 1);
      if (to > 0) {
        mutated.replace(from, to + 1, piece);
      }
    }
    return mutated.toString();
  }
}

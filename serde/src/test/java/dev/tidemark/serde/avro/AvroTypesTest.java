package dev.tidemark.serde.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.serde.RandomEvents;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.events.Everything;
import dev.tidemark.serde.events.Place;
import dev.tidemark.serde.events.Tree;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroTypesTest {
  private static final Type<Everything> EVERYTHING = Types.avro(Everything.class);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldBringEveryValueBackFromStateAndTopic(long seed) {
    RandomEvents events = new RandomEvents(seed);
    registry.register("everything-value", Everything.SCHEMA$);
    Codec<Everything> state = EVERYTHING.stateCodec();
    Codec<Everything> topic = EVERYTHING.topicCodec(registry, "everything-value");
    for (int i = 0; i < 1_000; i++) {
      Everything event = events.everything();

      assertThat(state.decode(state.encode(event))).isEqualTo(new Decoded.Ok<>(event));
      assertThat(topic.decode(topic.encode(event))).isEqualTo(new Decoded.Ok<>(event));
    }
  }

  @Test
  void shouldFrameTheBytesOfAvroWithMagicAndSchemaId() throws IOException {
    registry.register("other-value", Tree.SCHEMA$);
    registry.register("places-value", Place.SCHEMA$);
    Place place = new Place("Spitsbergen", new RandomEvents(5).millis());

    byte[] bytes = Types.avro(Place.class).topicCodec(registry, "places-value").encode(place);

    assertThat(bytes).isEqualTo(WireFormat.frame(2, plainAvro(place)));
    assertThat(bytes).startsWith(0, 0, 0, 0, 2);
    assertThat(Types.avro(Place.class).stateCodec().encode(place)).isEqualTo(plainAvro(place));
  }

  private static byte[] plainAvro(Place place) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new SpecificDatumWriter<>(Place.class).write(place, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  @Test
  void shouldWriteTheSameBytesWhateverTheOrderInWhichAMapWasFilled() {
    Everything event = new RandomEvents(6).everything();
    List<String> keys = new ArrayList<>(List.of("b", "a", "ä", "", "zz", "z", "Q"));
    Map<String, Long> forwards = new LinkedHashMap<>();
    keys.forEach(key -> forwards.put(key, (long) key.length()));
    Collections.reverse(keys);
    Map<String, Long> backwards = new LinkedHashMap<>();
    keys.forEach(key -> backwards.put(key, (long) key.length()));
    Codec<Everything> codec = EVERYTHING.stateCodec();

    event.setCounts(forwards);
    byte[] first = codec.encode(event);
    event.setCounts(backwards);
    byte[] second = codec.encode(event);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void shouldWriteGenericMapsInTheOrderOfTheirKeysToo() {
    Schema schema =
        SchemaBuilder.record("M")
            .fields()
            .name("m")
            .type()
            .map()
            .values()
            .intType()
            .noDefault()
            .endRecord();
    GenericRecord one = new GenericData.Record(schema);
    one.put("m", new LinkedHashMap<>(Map.of("x", 1)));
    GenericRecord two = new GenericData.Record(schema);
    Map<String, Integer> descending = new LinkedHashMap<>();
    descending.put("y", 2);
    descending.put("x", 1);
    two.put("m", descending);
    Codec<GenericRecord> codec = Types.generic(schema).stateCodec();

    assertThat(codec.encode(one)).containsExactly(2, 2, 'x', 2, 0);
    assertThat(codec.encode(two)).containsExactly(4, 2, 'x', 2, 2, 'y', 4, 0);
  }

  @Test
  void shouldReadWithoutAClassWhatAClassWrote() {
    registry.register("places-value", Place.SCHEMA$);
    Place place = new Place("Longyearbyen", new RandomEvents(7).millis());
    byte[] bytes = Types.avro(Place.class).topicCodec(registry, "places-value").encode(place);
    Schema schema =
        SchemaBuilder.record("Place")
            .namespace("dev.tidemark.serde.events")
            .fields()
            .requiredString("name")
            .requiredLong("since")
            .endRecord();

    Decoded<GenericRecord> decoded =
        Types.generic(schema).topicCodec(registry, "places-value").decode(bytes);

    GenericRecord read = ((Decoded.Ok<GenericRecord>) decoded).value();
    assertThat(read.get("name")).hasToString("Longyearbyen");
    assertThat(read.get("since")).isEqualTo(place.getSince().toEpochMilli());
  }

  @Test
  void shouldWriteTheNextValueWholeAfterOneThatFailed() {
    Codec<Tree> codec = Types.avro(Tree.class).stateCodec();
    Tree good = new Tree("oak", List.of());
    byte[] expected = codec.encode(good);
    Tree bad = new Tree("a label that is already in the buffer", null);

    assertThatThrownBy(() -> codec.encode(bad)).isInstanceOf(EncodingException.class);

    assertThat(codec.encode(good)).isEqualTo(expected);
  }

  @Test
  void shouldSayWhichFieldDoesNotFitWithoutQuotingTheValue() {
    Everything event = new RandomEvents(9).everything();
    event.setEither(new HashMap<>(Map.of("password", "hunter2")));
    Everything listed = new RandomEvents(10).everything();
    listed.setPlaces(List.of(new Place("ok", listed.getAt()), new Place(null, listed.getAt())));
    Codec<Everything> codec = EVERYTHING.stateCodec();

    assertThatThrownBy(() -> codec.encode(event))
        .isInstanceOf(EncodingException.class)
        .hasMessage(
            "dev.tidemark.serde.events.Everything.either: java.util.HashMap is not one of the types"
                + " of the union");
    assertThatThrownBy(() -> codec.encode(listed))
        .hasMessage(
            "dev.tidemark.serde.events.Everything.places[1].name: null where string is needed");
  }

  @Test
  void shouldRefuseAnEndlessValueInsteadOfOverflowingTheStack() {
    Tree tree = new Tree("root", new ArrayList<>());
    tree.getBranches().add(tree);

    assertThatThrownBy(() -> Types.avro(Tree.class).stateCodec().encode(tree))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("nested deeper");
  }

  @Test
  void shouldNotWriteToATopicWhoseSubjectHasNoSuchSchema() {
    Codec<Place> codec = Types.avro(Place.class).topicCodec(registry, "places-value");

    assertThatThrownBy(() -> codec.encode(new Place("x", new RandomEvents(1).millis())))
        .isInstanceOf(SchemaNotFoundException.class)
        .hasMessageContaining("places-value");
  }

  @Test
  void shouldBeEqualWhenTheyStandForTheSameClassOrSchema() {
    assertThat(Types.avro(Place.class)).isEqualTo(Types.avro(Place.class));
    assertThat(Types.avro(Place.class)).hasSameHashCodeAs(Types.avro(Place.class));
    assertThat((Object) Types.avro(Place.class)).isNotEqualTo(Types.generic(Place.SCHEMA$));
    assertThat(Types.generic(Place.SCHEMA$)).isEqualTo(Types.generic(Place.SCHEMA$));
  }

  @Test
  void shouldDescribeThemselves() {
    assertThat(EVERYTHING.description()).isEqualTo("avro dev.tidemark.serde.events.Everything");
    assertThat(EVERYTHING.schema()).contains(Everything.SCHEMA$);
    assertThat(EVERYTHING.javaClass()).isEqualTo(Everything.class);
    assertThat(Types.generic(Tree.SCHEMA$).description())
        .isEqualTo("generic avro dev.tidemark.serde.events.Tree");
  }

  @Test
  void shouldRefuseAGenericTypeThatIsNoRecord() {
    assertThatThrownBy(() -> Types.generic(Schema.create(Schema.Type.STRING)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("record");
  }
}

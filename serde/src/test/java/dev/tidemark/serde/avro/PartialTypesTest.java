package dev.tidemark.serde.avro;

import static dev.tidemark.serde.Written.poisonOf;
import static dev.tidemark.serde.Written.schema;
import static dev.tidemark.serde.Written.valueIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.serde.AvroType;
import dev.tidemark.serde.RandomEvents;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.Written;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.events.Everything;
import dev.tidemark.serde.events.Place;
import dev.tidemark.serde.events.Reading;
import dev.tidemark.serde.events.Tree;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class PartialTypesTest {
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final RandomEvents events = new RandomEvents(17);

  private byte[] onTopic(Everything event) {
    registry.register("everything-value", Everything.SCHEMA$);
    return Types.avro(Everything.class).topicCodec(registry, "everything-value").encode(event);
  }

  @Test
  void shouldReadTheNamedFieldsAndLeaveTheOthersAsInAFreshObject() {
    Everything event = events.everything();
    AvroType<Everything> some = Types.avro(Everything.class).only("at", "colour", "prices");

    Everything read = valueIn(some.topicCodec(registry, "everything-value").decode(onTopic(event)));

    assertThat(read.getAt()).isEqualTo(event.getAt());
    assertThat(read.getColour()).isEqualTo(event.getColour());
    assertThat(read.getPrices()).isEqualTo(event.getPrices());
    assertThat(read.getText()).isNull();
    assertThat(read.getBig()).isZero();
    assertThat(read.getPlaces()).isNull();
  }

  @Test
  void shouldNameFieldsByTheirGetters() {
    AvroType<Everything> some =
        Types.avro(Everything.class)
            .only(
                Everything::getAt,
                Everything::getFlag,
                Everything::getColour,
                Everything::getMaybeText,
                Everything::getEither,
                Everything::getPlaces,
                Everything::getPrice,
                Everything::getId);

    assertThat(some.description())
        .isEqualTo(
            "avro dev.tidemark.serde.events.Everything only"
                + " flag, at, price, id, maybe_text, colour, places, either");
    assertThat(some)
        .isEqualTo(
            Types.avro(Everything.class)
                .only("id", "either", "places", "maybe_text", "colour", "flag", "at", "price"));
  }

  @Test
  void shouldRefuseFunctionsThatAreNoGettersOfOneField() {
    AvroType<Place> place = Types.avro(Place.class);

    assertThatThrownBy(() -> place.only(p -> p.getName() + p.getSince()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("number 1 of the getters")
        .hasMessageContaining("name the fields as text");
    assertThatThrownBy(() -> place.only(Place::getName, p -> 7)).hasMessageContaining("number 2");
    assertThatThrownBy(() -> place.only(p -> p.getName().length()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldSayWhichFieldsThereAre() {
    assertThatThrownBy(() -> Types.avro(Place.class).only("nmae"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "dev.tidemark.serde.events.Place has no field \"nmae\"; its fields are name, since");
    assertThatThrownBy(() -> Types.avro(Place.class).only(new String[0]))
        .hasMessageContaining("names no field");
    assertThatThrownBy(() -> Types.avro(Tree.class).only("branches"))
        .hasMessageContaining("holds dev.tidemark.serde.events.Tree itself");
    assertThat(Types.avro(Tree.class).only("label").isPartial()).isTrue();
  }

  @Test
  void shouldNotMindThatAWriterLacksWhatIsNotRead() {
    Schema writer =
        schema(
            "{'type':'record','name':'Reading','namespace':'dev.tidemark.serde.events','fields':["
                + "{'name':'probe','type':'string'}]}");
    byte[] bytes = Written.topic(registry, writer, record -> record.put("probe", "p"));
    Type<Reading> whole = Types.avro(Reading.class);

    assertThat(poisonOf(whole.topicCodec(registry, "any").decode(bytes)).cause())
        .isEqualTo(PoisonCause.INCOMPATIBLE_SCHEMA);
    Type<Reading> some = Types.avro(Reading.class).only("sensor", "count");
    Reading read = valueIn(some.topicCodec(registry, "any").decode(bytes));

    assertThat(read.getSensor()).isEqualTo("p");
    assertThat(read.getCount()).isEqualTo(7);
  }

  @Test
  void shouldStillFindBytesCutInTheFieldsThatItPassesOver() {
    byte[] whole = onTopic(events.everything());
    Codec<Everything> codec =
        Types.avro(Everything.class).only("text").topicCodec(registry, "everything-value");

    assertThat(poisonOf(codec.decode(Arrays.copyOf(whole, whole.length - 1))).cause())
        .isEqualTo(PoisonCause.MALFORMED);
    assertThat(poisonOf(codec.decode(Arrays.copyOf(whole, whole.length + 1))).cause())
        .isEqualTo(PoisonCause.TRAILING_BYTES);
  }

  @Test
  void shouldCarryOnlyTheNamedFieldsThroughStateAndBack() {
    AvroType<Everything> some = Types.avro(Everything.class).only("text", "at", "place");
    Codec<Everything> codec = some.stateCodec();
    Everything event = events.everything();

    byte[] bytes = codec.encode(event);
    Everything read = valueIn(codec.decode(bytes));

    assertThat(bytes.length)
        .isLessThan(Types.avro(Everything.class).stateCodec().encode(event).length);
    assertThat(read.getText()).isEqualTo(event.getText());
    assertThat(read.getAt()).isEqualTo(event.getAt());
    assertThat(read.getPlace()).isEqualTo(event.getPlace());
    assertThat(codec.encode(read)).isEqualTo(bytes);
  }

  @Test
  void shouldSayWhichNamedFieldCantBeWritten() {
    Codec<Everything> codec = Types.avro(Everything.class).only("text", "price").stateCodec();
    Everything event = events.everything();
    event.setText(null);

    assertThatThrownBy(() -> codec.encode(event))
        .isInstanceOf(EncodingException.class)
        .hasMessage("dev.tidemark.serde.events.Everything.text: null where string is needed");
  }

  @Test
  void shouldNotWriteToATopic() {
    registry.register("places-value", Place.SCHEMA$);
    Codec<Place> codec = Types.avro(Place.class).only("name").topicCodec(registry, "places-value");

    assertThatThrownBy(() -> codec.encode(new Place("x", events.millis())))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("only some fields");
  }

  @Test
  void shouldLeaveGenericRecordsWithTheNamedFieldsAlone() {
    Everything event = events.everything();
    Type<GenericRecord> some = Types.generic(Everything.SCHEMA$).only("big");

    GenericRecord read =
        valueIn(some.topicCodec(registry, "everything-value").decode(onTopic(event)));

    assertThat(read.get("big")).isEqualTo(event.getBig());
    assertThat(read.getSchema().getFields()).hasSize(1);
  }

  @Test
  void shouldTakeOnlyAndFirstInAnyOrder() {
    AvroType<Everything> everything = Types.avro(Everything.class);

    AvroType<Everything> both = everything.first("colour").only("colour", "text");

    assertThat(both).isEqualTo(everything.only("colour", "text").first("colour"));
    assertThat(both.readFirst()).isPresent().isEqualTo(everything.first("colour").readFirst());
    assertThatThrownBy(() -> everything.first("colour").only("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("colour");
  }

  @Test
  void shouldReadFirstWhatIsNamedAndTheRestOfItByTheTypeItself() {
    AvroType<Everything> lazily = Types.avro(Everything.class).first(Everything::getColour);
    byte[] bytes = onTopic(events.everything());

    Everything first =
        valueIn(
            lazily
                .readFirst()
                .orElseThrow()
                .topicCodec(registry, "everything-value")
                .decode(bytes));

    assertThat(first.getColour()).isNotNull();
    assertThat(first.getText()).isNull();
    assertThat(valueIn(lazily.topicCodec(registry, "everything-value").decode(bytes)).getText())
        .isNotNull();
    assertThat(lazily.isPartial()).isFalse();
    assertThat(lazily.whole()).isEqualTo(Types.avro(Everything.class));
    assertThat(lazily.whole().readFirst()).isEmpty();
  }
}

package dev.tidemark.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.BooleanSerializer;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrimitiveTypesTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(42);
  private static final RandomEvents EVENTS = new RandomEvents(43);

  static Stream<Arguments> typesOfKafka() {
    return Stream.of(
        Arguments.of(Types.STRING, new StringSerializer(), supplier(EVENTS::text)),
        Arguments.of(Types.LONG, new LongSerializer(), supplier(EVENTS::number)),
        Arguments.of(Types.INTEGER, new IntegerSerializer(), supplier(RANDOM::nextInt)),
        Arguments.of(
            Types.DOUBLE,
            new DoubleSerializer(),
            supplier(() -> Double.longBitsToDouble(RANDOM.nextLong()))),
        Arguments.of(Types.BOOLEAN, new BooleanSerializer(), supplier(RANDOM::nextBoolean)));
  }

  private static Supplier<Object> supplier(Supplier<Object> values) {
    return values;
  }

  @ParameterizedTest
  @MethodSource("typesOfKafka")
  <T> void shouldHaveTheBytesOfKafkasSerializerAndComeBackFromThem(
      Type<T> type, Serializer<T> kafka, Supplier<T> values) {
    Codec<T> state = type.stateCodec();
    Codec<T> topic = type.topicCodec(new InMemorySchemaRegistry(), "any");
    for (int i = 0; i < 2_000; i++) {
      T value = values.get();

      byte[] bytes = topic.encode(value);

      assertThat(bytes).isEqualTo(kafka.serialize("any", value)).isEqualTo(state.encode(value));
      assertThat(topic.decode(bytes)).isEqualTo(new Decoded.Ok<>(value));
    }
  }

  @Test
  void shouldWriteAnInstantAsItsMillisecondsCutTowardsThePast() {
    Codec<Instant> codec = Types.INSTANT.stateCodec();

    byte[] bytes = codec.encode(Instant.parse("1969-12-31T23:59:59.999999Z"));

    assertThat(bytes).isEqualTo(Types.LONG.stateCodec().encode(-1L));
    assertThat(codec.decode(bytes)).isEqualTo(new Decoded.Ok<>(Instant.ofEpochMilli(-1)));
  }

  @Test
  void shouldRefuseAnInstantBeyondTheRangeOfMilliseconds() {
    assertThatThrownBy(() -> Types.INSTANT.stateCodec().encode(Instant.MAX))
        .isInstanceOf(EncodingException.class);
  }

  @Test
  void shouldHandBytesOnAsTheyAre() {
    byte[] bytes = {1, 2, 3};

    assertThat(Types.BYTES.stateCodec().encode(bytes)).isSameAs(bytes);
    assertThat(Types.BYTES.stateCodec().decode(bytes)).isEqualTo(new Decoded.Ok<>(bytes));
  }

  static Stream<Type<?>> all() {
    return Stream.of(
        Types.STRING,
        Types.LONG,
        Types.INTEGER,
        Types.DOUBLE,
        Types.BOOLEAN,
        Types.BYTES,
        Types.INSTANT);
  }

  @ParameterizedTest
  @MethodSource("all")
  @SuppressWarnings("NullAway") // the caller that breaks the contract is what is tested
  <T> void shouldCallAbsentBytesANullAndRefuseToWriteNull(Type<T> type) {
    Codec<T> codec = type.stateCodec();

    assertThat(causeOf(codec.decode(null))).isEqualTo(PoisonCause.NULL);
    assertThatThrownBy(() -> codec.encode(null))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("null");
    assertThat(type.schema()).isEmpty();
    assertThat(type).hasToString(type.description());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5, 7, 9, 100})
  void shouldTellTooFewBytesFromTooMany(int length) {
    byte[] bytes = new byte[length];

    assertThat(causeOf(Types.LONG.stateCodec().decode(bytes)))
        .isEqualTo(length < 8 ? PoisonCause.TOO_SHORT : PoisonCause.TRAILING_BYTES);
    assertThat(causeOf(Types.INSTANT.stateCodec().decode(bytes)))
        .isEqualTo(length < 8 ? PoisonCause.TOO_SHORT : PoisonCause.TRAILING_BYTES);
    assertThat(causeOf(Types.INTEGER.stateCodec().decode(bytes)))
        .isEqualTo(length < 4 ? PoisonCause.TOO_SHORT : PoisonCause.TRAILING_BYTES);
  }

  @Test
  void shouldRefuseBytesThatAreNotUtf8InsteadOfReplacingThem() {
    Codec<String> codec = Types.STRING.stateCodec();

    assertThat(causeOf(codec.decode(new byte[] {'a', (byte) 0xff})))
        .isEqualTo(PoisonCause.MALFORMED);
    assertThat(codec.decode("\uFFFD".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Decoded.Ok<>("\uFFFD"));
    assertThatThrownBy(() -> codec.encode("half a pair \uD83C"))
        .isInstanceOf(EncodingException.class);
  }

  @Test
  void shouldRefuseABooleanOtherThanZeroAndOne() {
    assertThat(causeOf(Types.BOOLEAN.stateCodec().decode(new byte[] {2})))
        .isEqualTo(PoisonCause.MALFORMED);
  }

  @Test
  void shouldDescribeThemselvesInOneWord() {
    assertThat(all().map(Type::description))
        .containsExactly("string", "long", "integer", "double", "boolean", "bytes", "instant");
  }

  private static PoisonCause causeOf(Decoded<?> decoded) {
    return ((Decoded.Poison<?>) decoded).cause();
  }
}

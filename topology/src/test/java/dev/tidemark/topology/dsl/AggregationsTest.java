package dev.tidemark.topology.dsl;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.average;
import static dev.tidemark.topology.dsl.Aggregations.averageDouble;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.max;
import static dev.tidemark.topology.dsl.Aggregations.min;
import static dev.tidemark.topology.dsl.Aggregations.reduce;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.Aggregations.sumDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.aggregation.AccumulatorCodec;
import dev.tidemark.topology.aggregation.Aggregation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AggregationsTest {

  /** An aggregation and a plain computation of the same. */
  private record Case(Aggregation<Long, ?, ?> aggregation, Function<List<Long>, Object> reference) {
    @Override
    public String toString() {
      return aggregation.description();
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(sum(Long::longValue), values -> total(values).longValueExact()),
        new Case(count(), values -> (long) values.size()),
        new Case(min(LONG, Function.identity()), Collections::min),
        new Case(max(LONG, Function.identity()), Collections::max),
        new Case(
            max(STRING, value -> "v" + value),
            values -> Collections.max(values.stream().map(value -> "v" + value).toList())),
        new Case(
            average(Long::longValue),
            values ->
                new BigDecimal(total(values))
                    .divide(BigDecimal.valueOf(values.size()), new java.math.MathContext(60))
                    .doubleValue()),
        new Case(
            sumDouble(value -> value / 10.0),
            values -> exact(values, value -> value / 10.0).doubleValue()),
        new Case(
            averageDouble(value -> value / 10.0),
            values ->
                exact(values, value -> value / 10.0)
                    .divide(BigDecimal.valueOf(values.size()), new java.math.MathContext(200))
                    .doubleValue()),
        new Case(
            reduce(LONG, (left, right) -> left ^ right),
            values -> values.stream().reduce(0L, (left, right) -> left ^ right)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldGiveTheSameAnswerInWhateverOrderAndGrouping(Case one) {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 300; round++) {
      List<Long> values = values(random);

      assertThat(inSomeOrder(one.aggregation(), values, random))
          .isEqualTo(one.reference().apply(values));
    }
  }

  @Test
  void shouldSumBeyondALongAndComeBack() {
    Aggregation<Long, ?, Long> sum = sum(Long::longValue);

    assertThat(run(sum, List.of(Long.MAX_VALUE, Long.MAX_VALUE, -Long.MAX_VALUE)))
        .isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> run(sum, List.of(Long.MAX_VALUE, 1L)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("does not fit a long");
  }

  @Test
  void shouldRefuseNaNAndInfinity() {
    Aggregation<Double, ?, Double> sum = sumDouble(Double::doubleValue);
    Aggregation<Double, ?, Double> average = averageDouble(Double::doubleValue);

    assertThatThrownBy(() -> run(sum, List.of(1.0, Double.NaN)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> run(average, List.of(Double.POSITIVE_INFINITY)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void shouldRefuseNullAsAValue() {
    Aggregation<String, ?, String> min = min(STRING, text -> text.equals("x") ? nothing() : text);
    Aggregation<String, ?, String> reduce = reduce(STRING, (left, right) -> nothing());

    assertThatThrownBy(() -> run(min, List.of("a", "x"))).hasMessage("min: the value is null");
    assertThatThrownBy(() -> run(reduce, List.of("a", "b")))
        .hasMessage("reduce: the function gave null");
  }

  @Test
  void shouldChangeNothingWhenOneOfSeveralThrows() {
    CombinedAggregation combined =
        combine(
            sum((Long value) -> value),
            count(),
            sumDouble((Long value) -> value == 13 ? Double.NaN : value));
    Object[] before = combined.accumulate(combined.create(), 2L);
    Object[] copy = before.clone();

    assertThatThrownBy(() -> combined.accumulate(before, 13L))
        .isInstanceOf(ArithmeticException.class);

    assertThat(before).containsExactly(copy);
    assertThat(combined.result(before)).containsExactly(2L, 1L, 2.0);
  }

  @Test
  void shouldLeaveItsArgumentsAlone() {
    CombinedAggregation combined = combine(sum((Long value) -> value), count());
    Object[] left = combined.accumulate(combined.create(), 1L);
    Object[] right = combined.accumulate(combined.create(), 2L);
    Object[] leftBefore = left.clone();

    Object[] both = combined.combine(left, right);

    assertThat(left).containsExactly(leftBefore);
    assertThat(combined.result(both)).containsExactly(3L, 2L);
    assertThat(combined.result(left)).containsExactly(1L, 1L);
  }

  @Test
  void shouldCombineAsEachDoesAlone() {
    CombinedAggregation combined =
        combine(
            sum((Long value) -> value),
            count(),
            min(LONG, (Long value) -> value),
            average((Long value) -> value));
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 100; round++) {
      List<Long> values = values(random);

      Object[] answer = inSomeOrder(combined, new ArrayList<>(values), random);

      assertThat(answer)
          .containsExactly(
              run(sum((Long value) -> value), values),
              (long) values.size(),
              values.stream().min(Comparator.naturalOrder()).orElseThrow(),
              run(average((Long value) -> value), values));
    }
  }

  @Test
  void shouldNameTheLayoutOfItsBytes() {
    assertThat(layout(sum(value -> 1))).isEqualTo("int128");
    assertThat(layout(sumDouble(value -> 1))).isEqualTo("exact-double");
    assertThat(layout(count())).isEqualTo("int64");
    assertThat(layout(min(LONG, value -> 1L))).isEqualTo("optional long");
    assertThat(layout(average(value -> 1))).isEqualTo("[int128,int64]");
    assertThat(layout(averageDouble(value -> 1))).isEqualTo("[exact-double,int64]");
    assertThat(layout(reduce(STRING, (left, right) -> left))).isEqualTo("optional string");
    assertThat(layout(combine(count(), sum(value -> 1)))).isEqualTo("[int64,int128]");
  }

  @Test
  void shouldBeReadBackWhileEmpty() {
    CombinedAggregation combined =
        combine(
            sum((Long value) -> value),
            max(LONG, (Long value) -> value),
            average((Long value) -> value));

    Object[] back = throughBytes(combined.codec(), combined.create());

    assertThat(back).isEqualTo(combined.create());
  }

  private static String layout(Aggregation<?, ?, ?> aggregation) {
    return aggregation.codec().layout();
  }

  private static CombinedAggregation combine(Aggregation<?, ?, ?>... parts) {
    return new CombinedAggregation(
        Arrays.stream(parts).map(UncheckedFunctions::aggregation).toList());
  }

  private static <I, A, O> O run(Aggregation<I, A, O> aggregation, List<I> values) {
    A accumulator = aggregation.create();
    for (I value : values) {
      accumulator = aggregation.accumulate(accumulator, value);
    }
    return aggregation.result(accumulator);
  }

  /**
   * Accumulates in shuffled groups, sends some through bytes, and combines the groups in a random
   * tree.
   */
  private static <I, A, O> O inSomeOrder(
      Aggregation<I, A, O> aggregation, List<? extends I> values, SplittableRandom random) {
    List<I> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, new Random(random.nextLong()));
    List<A> groups = new ArrayList<>(List.of(aggregation.create()));
    for (I value : shuffled) {
      if (random.nextInt(3) == 0) {
        groups.add(aggregation.create());
      }
      int group = random.nextInt(groups.size());
      groups.set(group, aggregation.accumulate(groups.get(group), value));
      if (random.nextInt(4) == 0) {
        groups.set(group, throughBytes(aggregation.codec(), groups.get(group)));
      }
    }
    while (groups.size() > 1) {
      A left = groups.remove(random.nextInt(groups.size()));
      A right = groups.remove(random.nextInt(groups.size()));
      groups.add(aggregation.combine(left, right));
    }
    return aggregation.result(groups.get(0));
  }

  private static <A> A throughBytes(AccumulatorCodec<A> codec, A accumulator) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      codec.write(accumulator, new DataOutputStream(bytes));
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
      A back = codec.read(in);
      assertThat(in.available()).isZero();
      return back;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Long> values(SplittableRandom random) {
    long bound = 1L << (1 + random.nextInt(55));
    return random.longs(1 + random.nextInt(20), -bound, bound).boxed().toList();
  }

  private static BigInteger total(List<Long> values) {
    return values.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigDecimal exact(List<Long> values, Function<Long, Double> value) {
    return values.stream().map(value).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }
}

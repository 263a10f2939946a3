package dev.tidemark.topology.eventtime.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void shouldRoundTheExactSumOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      List<Double> values = values(random, 1 + random.nextInt(20));
      BigDecimal exact =
          values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);

      assertNearest(sum(values).toDouble(), exact, BigDecimal.ONE);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25})
  void shouldNotDependOnOrderAndGrouping(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 100; round++) {
      List<Double> values = values(random, 2 + random.nextInt(30));
      List<Double> shuffled = new ArrayList<>(values);
      Collections.shuffle(shuffled, new Random(random.nextLong()));
      int cut = random.nextInt(values.size());

      ExactSum grouped =
          sum(shuffled.subList(cut, values.size())).plus(sum(shuffled.subList(0, cut)));

      assertThat(grouped).isEqualTo(sum(values));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35})
  void shouldRoundTheExactQuotientOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      List<Double> values = values(random, 1 + random.nextInt(5));
      long count = 1 + (random.nextBoolean() ? random.nextLong(9) : random.nextLong(1L << 40));
      BigDecimal exact =
          values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);

      assertNearest(sum(values).dividedBy(count), exact, BigDecimal.valueOf(count));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void shouldRoundTheQuotientOfIntegersOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      BigInteger sum = new BigInteger(1 + random.nextInt(120), new Random(random.nextLong()));
      BigInteger signed = random.nextBoolean() ? sum : sum.negate();
      long count = 1 + random.nextLong(1L << (1 + random.nextInt(50)));

      assertNearest(
          ExactSum.quotient(signed, count), new BigDecimal(signed), BigDecimal.valueOf(count));
    }
  }

  @Test
  void shouldBreakTiesToTheEvenNeighbour() {
    BigInteger odd = BigInteger.ONE.shiftLeft(53).add(BigInteger.ONE);

    assertThat(ExactSum.quotient(odd, 1)).isEqualTo(0x1p53);
    assertThat(ExactSum.quotient(odd.add(BigInteger.TWO), 1)).isEqualTo(0x1p53 + 4);
    assertThat(ExactSum.quotient(BigInteger.valueOf(3), 2)).isEqualTo(1.5);
    assertThat(ExactSum.of(Double.MIN_VALUE).dividedBy(2)).isEqualTo(0.0);
    assertThat(ExactSum.of(3 * Double.MIN_VALUE).dividedBy(2)).isEqualTo(2 * Double.MIN_VALUE);
  }

  @Test
  void shouldSumWhatPlainDoublesLose() {
    assertThat(sum(List.of(1e16, 1.0, -1e16)).toDouble()).isEqualTo(1.0);
    assertThat(sum(List.of(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE)).toDouble())
        .isEqualTo(Double.MAX_VALUE);
    assertThat(sum(List.of(Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE)).toDouble())
        .isEqualTo(Double.MIN_VALUE);
    assertThat(sum(List.of(0.1, 0.2, 0.3, -0.3, -0.2, -0.1))).isEqualTo(ExactSum.ZERO);
    assertThat(Double.doubleToRawLongBits(sum(List.of(-0.0)).toDouble())).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void shouldRefuseWhatIsNoNumber(double value) {
    assertThatThrownBy(() -> ExactSum.of(value))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(
            "can't sum " + value + "; filter elements that are no finite number before the window");
  }

  @Test
  void shouldRefuseAResultBeyondTheDoubles() {
    assertThatThrownBy(() -> sum(List.of(Double.MAX_VALUE, Double.MAX_VALUE)).toDouble())
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the result is beyond the range of a double; use a larger unit");
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53})
  void shouldComeBackFromItsBytes(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      ExactSum sum = sum(values(random, random.nextInt(6)));
      byte[] bytes = bytes(sum);

      assertThat(bytes.length).isLessThan(300);
      assertThat(ExactSum.CODEC.read(new DataInputStream(new ByteArrayInputStream(bytes))))
          .isEqualTo(sum);
    }
    assertThat(ExactSum.CODEC.layout()).isEqualTo("exact-double");
  }

  @Test
  void shouldRefuseBytesThatAreNoSum() throws IOException {
    byte[] bytes = bytes(ExactSum.of(1.5));
    bytes[2] = 0x7f;

    assertThatThrownBy(
            () -> ExactSum.CODEC.read(new DataInputStream(new ByteArrayInputStream(bytes))))
        .isInstanceOf(IOException.class);
  }

  /** The definition: no double is nearer to the quotient, and of two as near this one is even. */
  private static void assertNearest(double actual, BigDecimal sum, BigDecimal count) {
    BigDecimal distance = distance(actual, sum, count);
    for (double neighbour : new double[] {Math.nextUp(actual), Math.nextDown(actual)}) {
      if (Double.isInfinite(neighbour)) {
        continue;
      }
      int closer = distance.compareTo(distance(neighbour, sum, count));
      assertThat(closer).as("%s is nearer to %s / %s", neighbour, sum, count).isNotPositive();
      if (closer == 0) {
        assertThat(Double.doubleToLongBits(actual) & 1).isZero();
      }
    }
  }

  private static BigDecimal distance(double value, BigDecimal sum, BigDecimal count) {
    return new BigDecimal(value).multiply(count).subtract(sum).abs();
  }

  private static ExactSum sum(List<Double> values) {
    ExactSum sum = ExactSum.ZERO;
    for (double value : values) {
      sum = sum.plus(ExactSum.of(value));
    }
    return sum;
  }

  private static byte[] bytes(ExactSum sum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExactSum.CODEC.write(sum, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static List<Double> values(SplittableRandom random, int count) {
    List<Double> values = new ArrayList<>();
    int kind = random.nextInt(4);
    while (values.size() < count) {
      double value =
          switch (kind) {
            case 0 -> random.nextInt(-1000, 1000) / 100.0;
            case 1 -> random.nextLong(1L << 53) * Double.MIN_VALUE;
            case 2 -> Math.scalb(random.nextDouble(-1, 1), random.nextInt(-1070, 1010));
            default -> Double.longBitsToDouble(random.nextLong());
          };
      if (Math.abs(value) < 0x1p1010) {
        values.add(value);
      }
    }
    return values;
  }
}

package dev.tidemark.topology.eventtime.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Int128Test {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldSumAsBigIntegersDo(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Int128 sum = Int128.ZERO;
    Int128 other = Int128.ZERO;
    BigInteger expected = BigInteger.ZERO;
    BigInteger expectedOther = BigInteger.ZERO;
    for (int i = 0; i < 5_000; i++) {
      long value = anyLong(random);
      if (random.nextInt(3) == 0) {
        other = other.plus(value);
        expectedOther = expectedOther.add(BigInteger.valueOf(value));
      } else {
        sum = sum.plus(value);
        expected = expected.add(BigInteger.valueOf(value));
      }
      assertThat(sum.toBigInteger()).isEqualTo(expected);
    }
    assertThat(sum.plus(other).toBigInteger()).isEqualTo(expected.add(expectedOther));
    assertThat(sum.plus(other)).isEqualTo(other.plus(sum));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 42, Long.MAX_VALUE, Long.MIN_VALUE})
  void shouldGiveBackALong(long value) {
    assertThat(Int128.of(value).toLongExact()).isEqualTo(value);
    assertThat(Int128.ZERO.plus(value)).isEqualTo(Int128.of(value));
  }

  @Test
  void shouldComeBackFromBeyondTheLongs() {
    Int128 beyond = Int128.of(Long.MAX_VALUE).plus(Long.MAX_VALUE).plus(2);

    assertThat(beyond.isLong()).isFalse();
    assertThat(beyond.plus(Long.MIN_VALUE).plus(-1).toLongExact()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldRefuseALongThatDoesNotHoldTheSum() {
    assertThatThrownBy(() -> Int128.of(Long.MAX_VALUE).plus(1).toLongExact())
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(
            "the sum 9223372036854775808 does not fit a long; sum in a larger unit, or with"
                + " sumDouble");
  }

  @Test
  void shouldRefuseToLeave128Bits() {
    Int128 greatest = new Int128(Long.MAX_VALUE, -1);

    assertThatThrownBy(() -> greatest.plus(1)).isInstanceOf(ArithmeticException.class);
    assertThat(greatest.plus(-1).plus(1)).isEqualTo(greatest);
    assertThatThrownBy(() -> new Int128(Long.MIN_VALUE, 0).plus(-1))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void shouldComeBackFromItsBytes(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1_000; i++) {
      Int128 value = new Int128(anyLong(random), anyLong(random));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Int128.CODEC.write(value, new DataOutputStream(bytes));

      assertThat(bytes.size()).isEqualTo(16);
      assertThat(
              Int128.CODEC.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
          .isEqualTo(value);
    }
    assertThat(Int128.CODEC.layout()).isEqualTo("int128");
  }

  private static long anyLong(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextLong(-10, 11);
      case 2 -> Long.MAX_VALUE - random.nextInt(3);
      default -> Long.MIN_VALUE + random.nextInt(3);
    };
  }
}

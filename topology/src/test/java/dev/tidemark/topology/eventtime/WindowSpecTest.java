package dev.tidemark.topology.eventtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowSpecTest {

  @ParameterizedTest
  @CsvSource({
    "0, 10, 0",
    "9, 10, 0",
    "10, 10, 10",
    "-1, 10, -10",
    "-10, 10, -10",
    "-11, 10, -20",
    "5, 1, 5"
  })
  void shouldAlignWindowsToTheEpochOnBothSidesOfIt(long timestamp, long size, long start) {
    var spec = new WindowSpec.Tumbling(size);

    assertThat(spec.startOf(timestamp)).isEqualTo(start);
    assertThat(spec.endOf(timestamp)).isEqualTo(start + size);
  }

  @Test
  void shouldAssignEveryInstantAsExactArithmeticDoes() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      long size = random.nextLong(1, 1L << random.nextInt(1, 45));
      long timestamp = random.nextLong() >> random.nextInt(2, 60);
      BigInteger number =
          new BigDecimal(timestamp)
              .divide(BigDecimal.valueOf(size), 0, RoundingMode.FLOOR)
              .toBigIntegerExact();

      assertThat(new WindowSpec.Tumbling(size).startOf(timestamp))
          .as("%d in windows of %d", timestamp, size)
          .isEqualTo(number.multiply(BigInteger.valueOf(size)).longValueExact());
    }
  }

  @Test
  void shouldRefuseLengthsThatAreNotPositive() {
    assertThatThrownBy(() -> new WindowSpec.Tumbling(0)).hasMessageContaining("must be positive");
    assertThatThrownBy(() -> new WindowSpec.Session(-1)).hasMessageContaining("must be positive");
  }
}

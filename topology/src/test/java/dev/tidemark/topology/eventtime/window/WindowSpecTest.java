package dev.tidemark.topology.eventtime.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.eventtime.time.Watermark;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void shouldAskAKindForEverything() {
    assertThat(WindowSpec.class.getMethods())
        .as("a kind that leaves an answer out must not compile")
        .noneMatch(Method::isDefault);
  }

  @Test
  void shouldBeReadAsItIsWritten() {
    WindowKinds kinds = WindowKinds.STANDARD.and(OverlappingWindows.KIND);
    for (WindowSpec spec :
        List.of(
            new WindowSpec.Tumbling(7), new WindowSpec.Session(8), new OverlappingWindows(9, 3))) {
      assertThat(kinds.parse(spec.kind().name(), new WindowFields(spec.fields()))).isEqualTo(spec);
    }
  }

  @Test
  void shouldRefuseAKindThatIsNotKnownAndANameThatIsTaken() {
    assertThatThrownBy(
            () ->
                WindowKinds.STANDARD.parse("overlapping", new WindowFields(Map.of("size_ms", 9L))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("overlapping")
        .hasMessageContaining("session, tumbling");
    assertThatThrownBy(() -> WindowKinds.STANDARD.and(WindowSpec.Session.KIND))
        .hasMessageContaining("session");
  }

  /** Against windows of {@link WindowSpec#windowsOf} alone. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldCloseNextWhatCloses(int kind) {
    var random = new SplittableRandom(kind);
    for (int i = 0; i < 5_000; i++) {
      long length = random.nextLong(1, 12);
      WindowSpec spec =
          switch (kind) {
            case 1 -> new WindowSpec.Tumbling(length);
            case 2 -> new WindowSpec.Session(length);
            default -> new OverlappingWindows(length + random.nextLong(0, 20), length);
          };
      long closed = random.nextLong(-60, 60);
      long next = Long.MAX_VALUE;
      for (long t = closed - 100; t <= closed + 100; t++) {
        for (PaneBounds pane : spec.windowsOf(t)) {
          long closesAt = pane.last() + spec.closesAfterMs();
          next = closesAt > closed ? Math.min(next, closesAt) : next;
        }
      }

      assertThat(spec.nextClosing(new Watermark(closed))).isEqualTo(new Watermark(next));
    }
  }

  @Test
  void shouldRefuseLengthsThatAreNotPositive() {
    assertThatThrownBy(() -> new WindowSpec.Tumbling(0)).hasMessageContaining("must be positive");
    assertThatThrownBy(() -> new WindowSpec.Session(-1)).hasMessageContaining("must be positive");
  }
}

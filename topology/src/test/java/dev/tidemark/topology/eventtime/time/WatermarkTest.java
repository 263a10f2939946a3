package dev.tidemark.topology.eventtime.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.eventtime.window.Lateness;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WatermarkTest {

  @Test
  void shouldCompleteAWindowWithItsLastMillisecond() {
    assertThat(new Watermark(8).completes(10)).isFalse();
    assertThat(new Watermark(9).completes(10)).isTrue();
    assertThat(new Watermark(-1).completes(0)).isTrue();
  }

  @Test
  void shouldStayNothingWhenNothingIsWeakened() {
    assertThat(Watermark.NOTHING_YET.minus(5)).isEqualTo(Watermark.NOTHING_YET);
    assertThat(new Watermark(Long.MIN_VALUE + 4).minus(5)).isEqualTo(Watermark.NOTHING_YET);
    assertThat(new Watermark(5).minus(7)).isEqualTo(new Watermark(-2));
  }

  @Test
  void shouldStepExactlyWhenAnotherTumblingWindowCanClose() {
    var random = new SplittableRandom(4);
    for (int i = 0; i < 20_000; i++) {
      var spec = new WindowSpec.Tumbling(random.nextLong(1, 12));
      long lateness = random.nextLong(0, 15);
      var cadence = new Lateness(spec, lateness).cadence();
      long before = random.nextLong(-60, 60);
      long after = before + random.nextLong(0, 20);
      boolean closesMore = false;
      for (long t = before - 80; t <= after + 80; t++) {
        long end = spec.endOf(t);
        closesMore |=
            new Watermark(after).minus(lateness).completes(end)
                && !new Watermark(before).minus(lateness).completes(end);
      }

      assertThat(after > before && after >= cadence.next(before)).isEqualTo(closesMore);
    }
  }
}

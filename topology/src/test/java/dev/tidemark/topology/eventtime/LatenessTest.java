package dev.tidemark.topology.eventtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatenessTest {

  @Test
  void shouldBeLateForATumblingWindowExactlyWhenTheWeakenedWatermarkCompletesIt() {
    var random = new SplittableRandom(2);
    var spec = new WindowSpec.Tumbling(10);
    for (int i = 0; i < 20_000; i++) {
      long timestamp = random.nextLong(-50, 50);
      long lateness = random.nextLong(0, 15);
      var before = new Watermark(random.nextLong(-80, 80));

      assertThat(Lateness.isLate(spec, timestamp, lateness, before.time()))
          .isEqualTo(before.minus(lateness).completes(spec.endOf(timestamp)));
    }
  }

  @Test
  void shouldLetNoEventInThatCouldTouchASessionThatMayHaveFired() {
    var random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      long gap = random.nextLong(1, 10);
      long lateness = random.nextLong(0, 15);
      long last = random.nextLong(-50, 50);
      long timestamp = random.nextLong(-50, 50);
      long watermark = random.nextLong(-80, 80);
      boolean fired = last + gap + lateness <= watermark;
      boolean late = Lateness.isLate(new WindowSpec.Session(gap), timestamp, lateness, watermark);

      if (fired && !late) {
        assertThat(timestamp - last).isGreaterThan(gap);
      }
    }
  }

  @Test
  void shouldBeStrictForSessions() {
    var spec = new WindowSpec.Session(10);

    assertThat(Lateness.isLate(spec, 100, 0, 100)).isTrue();
    assertThat(Lateness.isLate(spec, 101, 0, 100)).isFalse();
    assertThat(Lateness.isLate(spec, 95, 5, 100)).isTrue();
    assertThat(Lateness.isLate(spec, 96, 5, 100)).isFalse();
  }

  @Test
  void shouldFindNothingLateWhileNothingIsPromised() {
    assertThat(
            Lateness.isLate(
                new WindowSpec.Tumbling(10), -1_000_000, 0, Watermark.NOTHING_YET.time()))
        .isFalse();
    assertThat(
            Lateness.isLate(
                new WindowSpec.Session(10), -1_000_000, 0, Watermark.NOTHING_YET.time()))
        .isFalse();
  }
}

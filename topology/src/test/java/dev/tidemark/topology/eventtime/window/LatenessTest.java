package dev.tidemark.topology.eventtime.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.ArrayList;
import java.util.List;
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

      assertThat(isLate(spec, timestamp, lateness, before.time()))
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
      boolean late = isLate(new WindowSpec.Session(gap), timestamp, lateness, watermark);

      if (fired && !late) {
        assertThat(timestamp - last).isGreaterThan(gap);
      }
    }
  }

  @Test
  void shouldBeStrictForSessions() {
    var spec = new WindowSpec.Session(10);

    assertThat(isLate(spec, 100, 0, 100)).isTrue();
    assertThat(isLate(spec, 101, 0, 100)).isFalse();
    assertThat(isLate(spec, 95, 5, 100)).isTrue();
    assertThat(isLate(spec, 96, 5, 100)).isFalse();
  }

  @Test
  void shouldFindNothingLateWhileNothingIsPromised() {
    assertThat(isLate(new WindowSpec.Tumbling(10), -1_000_000, 0, Watermark.NOTHING_YET.time()))
        .isFalse();
    assertThat(isLate(new WindowSpec.Session(10), -1_000_000, 0, Watermark.NOTHING_YET.time()))
        .isFalse();
  }

  @Test
  void shouldDecideForEachWindowOfAnElement() {
    var random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      long step = random.nextLong(1, 8);
      var spec = new OverlappingWindows(step + random.nextLong(0, 20), step);
      long timestamp = random.nextLong(-50, 50);
      long lateness = random.nextLong(0, 15);
      var before = new Watermark(random.nextLong(-80, 80));
      List<PaneBounds> open = new ArrayList<>();
      List<PaneBounds> missed = new ArrayList<>();
      for (long start = -200; start <= timestamp; start++) {
        if (Math.floorMod(start, step) == 0 && timestamp < start + spec.sizeMs()) {
          boolean late = before.minus(lateness).completes(start + spec.sizeMs());
          (late ? missed : open).add(new PaneBounds(start, start + spec.sizeMs() - 1));
        }
      }

      assertThat(new Lateness(spec, lateness).decide(timestamp, before.time()))
          .isEqualTo(new Lateness.Decision(open, missed));
    }
  }

  private static boolean isLate(WindowSpec spec, long timestamp, long lateness, long watermark) {
    return new Lateness(spec, lateness).decide(timestamp, watermark).open().isEmpty();
  }
}

package dev.tidemark.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LagRateTest {

  private final LagRate looks = new LagRate();

  @Test
  void shouldKnowNoPaceAtTheFirstLook() {
    assertThat(look(0, 100, 50)).isEqualTo(new LagRate.Pace(null, null, null));
  }

  @Test
  void shouldTellWhenAJobWillHaveCaughtUp() {
    look(0, 100, 1_000);

    LagRate.Pace pace = look(10, 1_100, 500);

    assertThat(pace.recordsPerSecond()).isEqualTo(100.0);
    assertThat(pace.lagPerSecond()).isEqualTo(-50.0);
    assertThat(pace.caughtUpInMs()).isEqualTo(10_000);
  }

  @Test
  void shouldPromiseNothingWhileAJobFallsBehind() {
    look(0, 100, 10);

    assertThat(look(10, 200, 500).caughtUpInMs()).isNull();
    assertThat(look(20, 900, 0).caughtUpInMs()).isZero();
  }

  @Test
  void shouldLookAtTheLastMinuteAlone() {
    look(0, 0, 0);
    look(50, 5_000, 0);

    assertThat(look(100, 5_000, 0).recordsPerSecond()).isZero();
  }

  @Test
  void shouldBeginAnewWhenOffsetsWereReset() {
    look(0, 1_000, 0);

    assertThat(look(10, 10, 990).recordsPerSecond()).isNull();
    assertThat(look(20, 110, 890).recordsPerSecond()).isEqualTo(10.0);
  }

  private LagRate.Pace look(int second, long processed, long lag) {
    return looks.look(Duration.ofSeconds(second).toNanos(), processed, lag);
  }
}

package dev.tidemark.node.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SuspendAwareClockTest {
  private static final long BEGIN = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1); // it may overflow

  private final SuspendAwareClock clock = new SuspendAwareClock(BEGIN);

  @Test
  void shouldGoAsTimeGoes() {
    long millis = 0;
    for (int i = 0; i < 100; i++) {
      millis += 200;
      assertThat(at(millis)).isEqualTo(millis);
    }
  }

  @Test
  void shouldMakeASmallStepWhenNobodyLookedForLong() {
    assertThat(at(1_000)).isEqualTo(1_000);

    assertThat(at(3_600_000)).isEqualTo(1_000 + SuspendAwareClock.STEP_MS_MAX);
    assertThat(at(3_600_200)).isEqualTo(1_200 + SuspendAwareClock.STEP_MS_MAX);
  }

  private long at(long millis) {
    return clock.millis(BEGIN + TimeUnit.MILLISECONDS.toNanos(millis));
  }
}

package dev.tidemark.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeWatchTest {
  private final NodeWatch watch = new NodeWatch();

  @Test
  void shouldGiveUpANodeThatIsSilentAndNotBefore() {
    for (int second = 1; second < NodeWatch.SILENT_SECONDS_MAX; second++) {
      assertThat(watch.second()).isFalse();
    }
    assertThat(watch.second()).isTrue();
  }

  @Test
  void shouldHoldOnToANodeThatSaysThatItIsThere() {
    for (int second = 1; second < 10 * NodeWatch.SILENT_SECONDS_MAX; second++) {
      assertThat(watch.second()).isFalse();
      if (second % NodeWatch.HERE_SECONDS == 0) {
        watch.heard();
      }
    }
  }
}

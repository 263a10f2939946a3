package dev.tidemark.topology.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "1d, PT24H",
    "1h30m, PT1H30M",
    "PT5M, PT5M",
    "P1DT1S, PT24H1S",
    "90s, PT1M30S",
    "0s, PT0S",
    "PT-5M, PT-5M"
  })
  void shouldReadWhatPeopleWrite(String text, Duration expected) {
    assertThat(Durations.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5x",
        "m",
        "5 m",
        "-5m",
        "5M",
        "1.5h",
        "P",
        "999999999999999d",
        "PT",
        "5mm"
      })
  void shouldRefuseAllElse(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT5M, 5m", "PT24H, 1d", "PT25H1M, 1d1h1m", "PT0S, 0s", "PT0.001S, 1ms"})
  void shouldWriteTheShortestText(Duration duration, String expected) {
    assertThat(Durations.format(duration)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldReadWhatItWrites(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1_000; i++) {
      Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 50)));

      assertThat(Durations.parse(Durations.format(duration))).contains(duration);
      assertThat(Durations.parse(Durations.format(duration.negated().minusNanos(1))))
          .contains(duration.negated().minusNanos(1));
    }
  }
}

package dev.tidemark.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeArgumentTest {
  private final TimeArgument moments =
      new TimeArgument(Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T10:00:00Z, 2026-11-20T10:00:00Z",
    "2026-11-20T10:00:00.5Z, 2026-11-20T10:00:00.500Z",
    "2026-11-20T10:00:00+02:00, 2026-11-20T08:00:00Z",
    "2026-11-20, 2026-11-20T00:00:00Z",
    "-2h, 2026-11-20T10:00:00Z",
    "-1d12h, 2026-11-19T00:00:00Z",
    "-PT90S, 2026-11-20T11:58:30Z",
    "1795082400000, 2026-11-19T10:00:00Z"
  })
  void shouldUnderstandAMoment(String text, String instant) {
    assertThat(moments.parse("--from", text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "noon",
        "2h",
        "2026-11-20T10:00:00",
        "2026-13-01",
        "2026-11",
        "--2h",
        "-999999999d",
        "12"
      })
  void shouldRefuseWhatCouldMeanSomethingElse(String text) {
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> moments.parse("--from", text))
        .withMessage("invalid value for --from: '" + text + "'")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void shouldTakeABareDurationForATimeAgoWhereNothingElseMakesSense() {
    assertThat(moments.since("--since", "10m")).isEqualTo("2026-11-20T11:50:00Z");
    assertThat(moments.since("--since", "-10m")).isEqualTo("2026-11-20T11:50:00Z");
    assertThat(moments.since("--since", "2026-11-20")).isEqualTo("2026-11-20T00:00:00Z");
  }
}

package dev.tidemark.runtime.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.base.JobException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartOffsetsTest {

  @Test
  void shouldReadWhereARunBegins() {
    assertThat(StartOffsets.From.parse("earliest")).isEqualTo(new StartOffsets.From.Earliest());
    assertThat(StartOffsets.From.parse("latest")).isEqualTo(new StartOffsets.From.Latest());
    assertThat(StartOffsets.From.parse("2026-11-20T10:00:00Z"))
        .isEqualTo(new StartOffsets.From.At(Instant.parse("2026-11-20T10:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LATEST", "yesterday", "2026-11-20", "1700000000000"})
  void shouldSayWhatItUnderstands(String text) {
    assertThatThrownBy(() -> StartOffsets.From.parse(text))
        .isInstanceOfSatisfying(
            JobException.class,
            e -> {
              assertThat(e.code()).isEqualTo(JobException.Code.CONFIGURATION);
              assertThat(e.hint()).contains("earliest", "latest", "instant");
            });
  }
}

package dev.tidemark.topology.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run's scope promises as data. */
class ReplayScopeTest {
  private static final ReplayScope SCOPE =
      new ReplayScope(
          Map.of(
              "flights",
              Map.of(0, new StartPoint(120, 1_700_000_000_000L), 3, new StartPoint(0, null))),
          Map.of("flights", Map.of(0, 500L, 3, 0L)),
          ".replay-r2",
          new HandoverCut(
              ".replay-r2",
              Map.of("flights", Map.of(0, 400L)),
              Map.of("delays", Map.of(1, Long.MIN_VALUE))),
          Map.of("delays", Map.of(1, Map.of("0/77", 1_700_000_100_000L))));

  @Test
  void shouldGoThroughJsonUnchanged() throws Exception {
    for (ObjectMapper mapper :
        new ObjectMapper[] {
          new ObjectMapper(),
          new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        }) {
      for (ReplayScope scope : new ReplayScope[] {SCOPE, ReplayScope.NONE}) {
        // when
        String json = mapper.writeValueAsString(scope);

        // then
        assertThat(mapper.readValue(json, ReplayScope.class)).isEqualTo(scope);
        assertThat(mapper.readTree(json)).hasSize(5);
      }
    }
  }

  @Test
  void shouldWriteToTheJobsOwnTopicsOnceItHasTakenOver() {
    // given
    HandoverCut cut = new HandoverCut(".x", Map.of(), Map.of());

    // when
    ReplayScope promoted = SCOPE.withCut(cut);

    // then
    assertThat(promoted.suffix()).isEmpty();
    assertThat(promoted.cut()).isEqualTo(cut);
    assertThat(promoted.starts()).isEqualTo(SCOPE.starts());
  }
}

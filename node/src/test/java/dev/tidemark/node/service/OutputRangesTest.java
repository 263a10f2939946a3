package dev.tidemark.node.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.RunScope;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From which time on the results of a replay that begins in the middle can be compared. */
class OutputRangesTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String PLAN =
      """
      {"job": "revenue",
       "stages": [
         {"name": "orders", "nodes": [
           {"id": "copies", "kind": "sink", "topic": "copies", "input": "orders"},
           {"id": "sums-partial", "kind": "partial_window", "window": "sums",
            SHAPE, "allowed_lateness_ms": 0}]},
         {"name": "sums", "nodes": [
           {"id": "sums", "kind": "final_window", "window": "sums"},
           {"id": "kept", "kind": "filter", "input": "sums"},
           {"id": "to-out", "kind": "sink", "topic": "out", "input": "kept"}]}]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"shape\": \"tumbling\", \"size_ms\": 60000' | 59999",
        "'\"shape\": \"session\", \"gap_ms\": 5000' | 5000"
      })
  void shouldLeaveOutResultsThatMayLackAnElement(String shape, long reach) {
    assertThat(OutputRanges.after("out", replay(shape)))
        .isEqualTo(OptionalLong.of(NOON.toEpochMilli() + reach));
  }

  @Test
  void shouldCompareFromTheBeginningOfTheReplayOnWhereNoWindowIsBetween() {
    assertThat(OutputRanges.after("copies", replay("\"shape\": \"tumbling\", \"size_ms\": 60000")))
        .isEqualTo(OptionalLong.of(NOON.toEpochMilli()));
  }

  @Test
  void shouldRefuseAKindOfWindowThatIsNotKnown() {
    JobSpec replay = replay("\"shape\": \"cumulative\", \"size_ms\": 60000, \"step_ms\": 1000");

    assertThatThrownBy(() -> OutputRanges.after("out", replay))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("window kind cumulative is not known");
  }

  private static JobSpec replay(String shape) {
    RunScope scope =
        new RunScope(
            Map.of("orders", Map.of(0, new RunScope.Start(10, NOON.toEpochMilli()))),
            Map.of(),
            "",
            null,
            Map.of());
    try {
      JobSpec job =
          new JobSpec(
              "revenue",
              1,
              1,
              new JobSpec.Code("ab".repeat(32), "Revenue", Map.of()),
              new JobSpec.Target(JobSettings.DEFAULT, DesiredState.RUNNING, 0),
              new JobSpec.Planned(Json.mapper().readTree(PLAN.replace("SHAPE", shape)), Map.of()),
              new Author("ada", NOON),
              new Author("ada", NOON),
              scope,
              null);
      return job;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

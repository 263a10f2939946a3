package dev.tidemark.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.FakeCluster;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFailureTest {

  @ParameterizedTest
  @CsvSource({
    "400, bad_request, USAGE",
    "401, token_unknown, NOT_AUTHORIZED",
    "403, role, NOT_AUTHORIZED",
    "404, job_not_found, NOT_FOUND",
    "409, job_exists, REFUSED",
    "409, upgrade_needs_replay, NEEDS_REPLAY",
    "409, upgrade_refused, UPGRADE_REFUSED",
    "412, version_changed, REFUSED",
    "413, too_large, USAGE",
    "422, jar_invalid, JOB_UNUSABLE",
    "422, schema_mismatch, SCHEMA_MISMATCH",
    "422, schema_not_registered, SCHEMA_MISMATCH",
    "422, topic_missing, TOPICS_UNFIT",
    "429, too_many, NOT_NOW",
    "500, internal, INTERNAL",
    "503, not_ready, NOT_NOW"
  })
  void shouldExitByTheKindOfTheRefusal(int status, String errorCode, ExitCode expected) {
    Failure failure = Failure.of(ApiException.of(status, errorCode, "what", "do"));

    assertThat(failure.exitCode()).isEqualTo(expected);
    assertThat(failure.lines()).containsExactly("error: what", "hint: do");
  }

  @Test
  void shouldShowAllProblemsOfATopology() {
    Failure failure = Failure.of(FakeCluster.invalidTopology());

    assertThat(failure.exitCode()).isEqualTo(ExitCode.TOPOLOGY_INVALID);
    assertThat(failure.lines())
        .containsExactly(
            "error: window revenue: no event time",
            "hint: state one",
            "error: stream orders: goes nowhere",
            "hint: end it");
  }

  @Test
  void shouldSayOnceWhatIsAlsoADetail() {
    ApiError.Detail detail =
        new ApiError.Detail("cluster_not_checked", "revenue", "Kafka is silent", "try again");
    ApiError error =
        new ApiError("cluster_not_checked", "Kafka is silent", "try again", List.of(detail));

    assertThat(Failure.of(new ApiException(503, error)).lines())
        .containsExactly("error: revenue: Kafka is silent", "hint: try again");
  }
}

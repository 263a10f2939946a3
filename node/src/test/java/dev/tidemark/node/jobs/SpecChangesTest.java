package dev.tidemark.node.jobs;

import static dev.tidemark.node.jobs.Jobs.AUTHOR;
import static dev.tidemark.node.jobs.Jobs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.PlanView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecChangesTest {

  @ParameterizedTest
  @CsvSource({
    "RUNNING, PAUSE, PAUSED, 2, 0",
    "RUNNING, RESUME, RUNNING, 1, 0",
    "RUNNING, STOP, STOPPED, 2, 0",
    "RUNNING, RESTART, RUNNING, 2, 1",
    "PAUSED, PAUSE, PAUSED, 1, 0",
    "PAUSED, RESUME, RUNNING, 2, 0",
    "PAUSED, STOP, STOPPED, 2, 0",
    "PAUSED, RESTART, PAUSED, 2, 1",
    "STOPPED, RESUME, RUNNING, 2, 0",
    "STOPPED, STOP, STOPPED, 1, 0",
  })
  void shouldChangeTheDesiredState(
      DesiredState before, JobVerb verb, DesiredState after, long version, int restarts) {
    JobSpec changed = SpecChanges.changed(spec(before, 0), verb, AUTHOR);

    assertThat(changed.desiredState()).isEqualTo(after);
    assertThat(changed.version()).isEqualTo(version);
    assertThat(changed.restarts()).isEqualTo(restarts);
  }

  @ParameterizedTest
  @CsvSource({"PAUSE", "RESTART"})
  void shouldRefuseWhatAStoppedJobCanNotDo(JobVerb verb) {
    assertThatThrownBy(() -> SpecChanges.changed(spec(DesiredState.STOPPED, 0), verb, AUTHOR))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status()).isEqualTo(409);
              assertThat(e.error().hint()).contains("tidemark resume revenue");
            });
  }

  @Test
  void shouldKeepWhatAnUpgradeDoesNotState() {
    JobSpec old = spec(DesiredState.PAUSED, 3);

    JobSpec next =
        SpecChanges.upgraded(old, request(null), plan(Map.of("orders", 8, "users", 2)), 1, AUTHOR);

    assertThat(next.settings()).isEqualTo(old.settings());
    assertThat(next.desiredState()).isEqualTo(DesiredState.PAUSED);
    assertThat(next.version()).isEqualTo(2);
    // the run goes on with what it began with
    assertThat(next.partitions())
        .containsExactlyInAnyOrderEntriesOf(Map.of("orders", 4, "users", 2));
  }

  @Test
  void shouldCountPartitionsAnewForANewRun() {
    JobSpec next =
        SpecChanges.upgraded(
            spec(DesiredState.RUNNING, 0), request(Map.of()), plan(Map.of("orders", 8)), 2, AUTHOR);

    assertThat(next.applicationId()).isEqualTo("revenue.r2");
    assertThat(next.partitions()).containsExactlyEntriesOf(Map.of("orders", 8));
  }

  @Test
  void shouldLoseTheRaceWithAnotherVersion() {
    Optional<JobSpec> current = Optional.of(spec(DesiredState.RUNNING, 0));

    SpecChanges.requireVersion(current, OptionalLong.empty());
    SpecChanges.requireVersion(current, OptionalLong.of(1));
    assertThatThrownBy(() -> SpecChanges.requireVersion(current, OptionalLong.of(2)))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(412));
    assertThatThrownBy(() -> SpecChanges.requireVersion(Optional.empty(), OptionalLong.of(1)))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(412));
  }

  private static JobRequest request(@Nullable Map<String, String> parameters) {
    return new JobRequest(null, "b".repeat(64), null, parameters, null, null, null);
  }

  private static PlanView plan(Map<String, Integer> partitions) {
    return new PlanView(
        "revenue",
        "jobs.Revenue",
        "",
        JsonNodeFactory.instance.objectNode(),
        partitions,
        List.of());
  }
}

package dev.tidemark.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.job.TaskView;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadinessTest {

  private static final Instant SINCE = Instant.parse("2026-11-20T10:00:00Z");
  private static final TaskView RUNNING = new TaskView("0_0", List.of("orders-0"), "running", 0);
  private static final TaskView WAITS = new TaskView("0_1", List.of("orders-1"), "restoring", 0);

  @Test
  void shouldWaitForAStateThatIsReadBack() {
    TaskView reads = new TaskView("0_1", List.of("orders-1"), "restoring", 7);

    HealthView health = after(Duration.ofMinutes(5), 1, null, RUNNING, reads);

    assertThat(health.ready()).isFalse();
    assertThat(health.reasons()).containsExactly("job orders reads its state back");
  }

  @Test
  void shouldWaitForTasksThatAreAboutToBegin() {
    assertThat(after(Duration.ofSeconds(5), 1, null, RUNNING, WAITS).ready()).isFalse();
    assertThat(after(Duration.ofMinutes(5), 1, null, WAITS).ready()).isFalse();
  }

  @Test
  void shouldNotWaitForAThreadThatARecordKeepsForEver() {
    assertThat(after(Duration.ofSeconds(11), 1, null, RUNNING, WAITS).ready()).isTrue();
  }

  @Test
  void shouldNotWaitForAJobThatEndsAgainAndAgain() {
    ErrorView error = new ErrorView("job_exited", "it exited", "fix it", SINCE);

    assertThat(after(Duration.ZERO, 2, error, WAITS).ready()).isTrue();
    assertThat(after(Duration.ZERO, 1, error, WAITS).ready()).isFalse();
  }

  private static HealthView after(
      Duration time, int starts, @Nullable ErrorView error, TaskView... tasks) {
    WorkerReport report =
        new WorkerReport(WorkerState.RESTORING, null, List.of(tasks), List.of(), 10, 5, SINCE);
    WorkerView worker =
        new WorkerView(
            "orders", "a", 1, 1, WorkerState.RESTORING, 1, SINCE, starts, null, error, report);
    return Readiness.of(
        true, Optional.empty(), Duration.ZERO, Optional.empty(), List.of(worker), SINCE.plus(time));
  }
}

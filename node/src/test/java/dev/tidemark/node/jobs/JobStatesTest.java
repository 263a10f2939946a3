package dev.tidemark.node.jobs;

import static dev.tidemark.node.jobs.Jobs.spec;
import static dev.tidemark.node.jobs.Jobs.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobStatesTest {

  private static final List<String> NODES = List.of("a", "b");

  static Stream<Arguments> cases() {
    WorkerView waiting = worker("revenue", "a", 1, WorkerState.RUNNING, "the schema registry");
    return Stream.of(
        of(DesiredState.RUNNING, List.of(), JobState.STARTING),
        of(DesiredState.RUNNING, two(WorkerState.RUNNING, WorkerState.RUNNING), JobState.RUNNING),
        of(DesiredState.RUNNING, two(WorkerState.RUNNING, WorkerState.FAILED), JobState.DEGRADED),
        of(
            DesiredState.RUNNING,
            two(WorkerState.RUNNING, WorkerState.BACKING_OFF),
            JobState.DEGRADED),
        of(DesiredState.RUNNING, two(WorkerState.RUNNING, WorkerState.STARTING), JobState.DEGRADED),
        of(
            DesiredState.RUNNING,
            two(WorkerState.RESTORING, WorkerState.STARTING),
            JobState.RESTORING),
        of(DesiredState.RUNNING, two(WorkerState.STARTING, WorkerState.FAILED), JobState.STARTING),
        of(DesiredState.RUNNING, two(WorkerState.FAILED, WorkerState.FAILED), JobState.FAILED),
        of(
            DesiredState.RUNNING,
            List.of(waiting, worker("b", WorkerState.RUNNING)),
            JobState.DEGRADED),
        of(DesiredState.RUNNING, List.of(waiting), JobState.WAITING),
        of(DesiredState.PAUSED, two(WorkerState.PAUSED, WorkerState.PAUSED), JobState.PAUSED),
        of(DesiredState.PAUSED, two(WorkerState.PAUSED, WorkerState.RUNNING), JobState.RUNNING),
        of(DesiredState.PAUSED, two(WorkerState.FAILED, WorkerState.FAILED), JobState.FAILED),
        of(DesiredState.STOPPED, List.of(), JobState.STOPPED),
        of(DesiredState.STOPPED, two(WorkerState.STOPPED, WorkerState.STOPPED), JobState.STOPPED),
        of(
            DesiredState.STOPPED,
            two(WorkerState.STOPPED, WorkerState.STOPPING),
            JobState.STOPPING));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldAddUpTheWorkers(DesiredState desired, List<WorkerView> workers, JobState expected) {
    assertThat(JobStates.of(spec(desired, 0), workers, NODES).state()).isEqualTo(expected);
  }

  @Test
  void shouldSayWhyAJobDoesNotProcess() {
    List<WorkerView> failed = two(WorkerState.FAILED, WorkerState.FAILED);

    assertThat(JobStates.of(spec(DesiredState.RUNNING, 0), failed, NODES).reason())
        .contains("node a")
        .contains("it broke");
  }

  @Test
  void shouldSayWhichNodeItWaitsForWhenCodeIsReplaced() {
    List<WorkerView> old = List.of(worker("revenue", "b", 1, WorkerState.STOPPING, null));
    var spec = spec("revenue", 2, "b".repeat(64), DesiredState.RUNNING, 0);

    assertThat(JobStates.of(spec, List.of(), NODES).reason()).contains("a, b");
    assertThat(JobStates.of(spec, old, NODES).reason()).contains("node b").contains("version 1");
  }

  private static List<WorkerView> two(WorkerState a, WorkerState b) {
    return List.of(worker("a", a), worker("b", b));
  }

  private static Arguments of(DesiredState desired, List<WorkerView> workers, JobState state) {
    return arguments(desired, workers, state);
  }
}

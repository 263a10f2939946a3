package dev.tidemark.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.job.ExceptionView;
import dev.tidemark.client.api.job.TaskView;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatCodecTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void shouldTellEverythingOfAFewWorkers() throws IOException {
    NodeView node = node(3, 8, 2, 4_000);

    assertThat(read(HeartbeatCodec.encode(node))).isEqualTo(node);
  }

  @ParameterizedTest
  @CsvSource({"500,1,0", "500,4,1", "500,64,20", "30,64,20", "1,5000,20"})
  void shouldStayFarBelowWhatARecordMayBeWhateverTheWorkersMet(
      int workers, int tasks, int exceptions) throws IOException {
    byte[] beat = HeartbeatCodec.encode(node(workers, tasks, exceptions, 30_000));

    assertThat(beat).hasSizeLessThanOrEqualTo(HeartbeatCodec.BYTES_MAX);
    List<WorkerView> told = read(beat).workers();
    assertThat(told).hasSize(workers);
    assertThat(told).allMatch(worker -> worker.state() == WorkerState.BACKING_OFF);
    assertThat(told).extracting(WorkerView::version).containsOnly(7L);
    assertThat(told)
        .allSatisfy(
            worker ->
                assertThat(Objects.requireNonNull(worker.error()).message())
                    .startsWith("the worker"));
  }

  @Test
  void shouldKeepTheBeginOfStackTracesAsLongAsThereIsRoom() throws IOException {
    NodeView node = node(30, 4, 1, 30_000);

    List<WorkerView> told = read(HeartbeatCodec.encode(node)).workers();

    assertThat(told)
        .allSatisfy(
            worker -> {
              WorkerReport report = Objects.requireNonNull(worker.report());
              assertThat(report.tasks()).hasSize(4);
              assertThat(report.exceptions())
                  .singleElement()
                  .satisfies(each -> assertThat(each.stackTrace()).hasSizeBetween(500, 2_000));
            });
  }

  private static NodeView node(int workers, int tasks, int exceptions, int traceChars) {
    return new NodeView(
        "a",
        "http://127.0.0.1:8080",
        "1",
        NOON,
        NOON,
        false,
        IntStream.range(0, workers)
            .mapToObj(i -> worker(i, tasks, exceptions, traceChars))
            .toList());
  }

  private static WorkerView worker(int number, int tasks, int exceptions, int traceChars) {
    String job = "job-" + number + "-" + "x".repeat(54);
    return new WorkerView(
        job,
        "a",
        1,
        7,
        WorkerState.BACKING_OFF,
        12_345,
        NOON,
        3,
        NOON.plusSeconds(60),
        new ErrorView("worker_exited", "the worker of job " + job + " ended", "see its log", NOON),
        new WorkerReport(
            WorkerState.RUNNING,
            null,
            IntStream.range(0, tasks)
                .mapToObj(i -> new TaskView("0_" + i, List.of("topic-" + i), "running", 0))
                .toList(),
            IntStream.range(0, exceptions)
                .mapToObj(
                    i -> new ExceptionView(NOON, "thread", 1, "it failed", "x".repeat(traceChars)))
                .toList(),
            64,
            30,
            NOON));
  }

  private static NodeView read(byte[] json) throws IOException {
    return Json.mapper().readValue(json, NodeView.class);
  }
}

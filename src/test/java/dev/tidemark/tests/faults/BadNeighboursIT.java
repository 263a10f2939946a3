package dev.tidemark.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.Registering;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.tests.base.Checker;
import dev.tidemark.tests.base.JobJars;
import dev.tidemark.tests.base.Ledgers;
import dev.tidemark.tests.base.Nodes;
import dev.tidemark.tests.base.TestCluster;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.faults.BadNeighbours.ExitsJob;
import dev.tidemark.tests.faults.BadNeighbours.LeaksHeapJob;
import dev.tidemark.tests.faults.BadNeighbours.PrintsGarbageJob;
import dev.tidemark.tests.faults.BadNeighbours.SpinsJob;
import dev.tidemark.tests.orders.OrdersAnswer;
import dev.tidemark.tests.orders.OrdersByRegion;
import dev.tidemark.tests.orders.OrdersLog;
import dev.tidemark.tests.orders.OrdersOracle;
import dev.tidemark.topology.dsl.StreamJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that exits, leaks, spins or prints what it likes affects nobody but itself. */
class BadNeighboursIT {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final JobSettings SMALL =
      new JobSettings(1, 64, 0, 200, Map.of(), Registering.COMPATIBLE);
  private static final List<OrdersLog.Line> ORDERS =
      OrdersLog.generate(new OrdersLog.Shape(5, 1_000, OrdersLog.BEGIN, 20));

  /** By the name under which each runs. */
  private static final Map<String, Class<? extends StreamJob>> BAD = new LinkedHashMap<>();

  static {
    BAD.put("exits", ExitsJob.class);
    BAD.put("leaks", LeaksHeapJob.class);
    BAD.put("spins", SpinsJob.class);
    BAD.put("garbage", PrintsGarbageJob.class);
  }

  @Test
  void shouldRunAJobAsIfItWereAloneBesideJobsThatExitLeakSpinAndPrint(@TempDir Path folder) {
    try (EmbeddedKafka broker = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
        TestCluster cluster = new TestCluster(broker.bootstrapServers());
        Nodes nodes = Nodes.start(1, cluster, folder)) {
      cluster.kafka().createTopic("orders", OrdersLog.PARTITIONS);
      nodes.awaitUp();
      long pid = nodes.get(0).pid();
      BAD.forEach((name, job) -> submit(nodes, name, JobJars.of(job, folder), Map.of()));
      // the last, so that its empty partitions are not idle before there are orders
      submit(nodes, "good", JobJars.of(OrdersByRegion.class, folder), Map.of("idle-after", "10s"));
      nodes.awaitState("good", JobState.RUNNING);

      cluster.kafka().publish(ORDERS.stream().map(line -> line.message("orders")).toList());

      awaitError(nodes, "exits", "job_exited");
      awaitError(nodes, "leaks", "worker_out_of_memory");
      awaitAnswer(cluster, nodes);
      JobView good = nodes.ask(client -> client.job("good"));
      assertThat(good.state()).isEqualTo(JobState.RUNNING);
      assertThat(good.workers()).extracting(WorkerView::starts).containsExactly(1);
      assertThat(nodes.get(0).pid()).isEqualTo(pid);
      // what a job prints is never taken for what its worker says
      nodes.awaitState("garbage", JobState.RUNNING);
      nodes.await(() -> "the node is ready", LIMIT, NodeClient::health, HealthView::ready);
      shouldEndTheOneThatNeverComesBack(nodes);
    }
  }

  private static void submit(Nodes nodes, String name, Path jar, Map<String, String> parameters) {
    nodes.submit(new JobRequest(name, nodes.upload(jar), null, parameters, SMALL, null, null));
  }

  /** Waits until a job is shown with a reason for its end, and that it is tried again. */
  private static void awaitError(Nodes nodes, String job, String code) {
    JobView view =
        nodes.await(
            () -> job + " is shown to have ended",
            LIMIT,
            client -> client.job(job),
            seen ->
                seen.state() == JobState.FAILED
                    && seen.workers().stream().anyMatch(worker -> worker.nextStartAt() != null));
    ErrorView error = view.workers().get(0).error();
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.message()).contains(job);
    assertThat(view.reason()).contains(error.message(), "tries again at");
    nodes.delete(job); // what it does at each further start is the same
  }

  private static void awaitAnswer(TestCluster cluster, Nodes nodes) {
    OrdersAnswer answer = OrdersOracle.ordersByRegion(ORDERS);
    nodes.await(
        () -> "everything is read and all is idle",
        LIMIT,
        client -> client.ledger("good"),
        view ->
            Ledgers.of(view, "orders").equals(answer.ledger())
                && view.windows().stream().allMatch(window -> window.allIdle()));
    TestKafka kafka = cluster.kafka();
    assertThat(Checker.differences(answer.results(), kafka.content("orders-by-region"))).isEmpty();
    assertThat(Checker.differences(answer.late(), kafka.content("orders-by-region-late")))
        .isEmpty();
    assertThat(kafka.content("good-dead-letters").size()).isEqualTo(answer.deadLetters().size());
  }

  /** However little it listens, it ends when it is told to, and leaves no process. */
  private static void shouldEndTheOneThatNeverComesBack(Nodes nodes) {
    Set<Long> before = pidsOf(nodes, "spins");
    assertThat(before).hasSize(1);
    nodes.delete("spins");
    assertThat(before).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
  }

  private static Set<Long> pidsOf(Nodes nodes, String job) {
    return Set.copyOf(
        nodes.ask(client -> client.job(job)).workers().stream().map(WorkerView::pid).toList());
  }
}

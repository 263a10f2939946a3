package dev.tidemark.tests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.Registering;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.tests.base.Footprint;
import dev.tidemark.tests.base.JobJars;
import dev.tidemark.tests.base.NodeProcess;
import dev.tidemark.tests.base.Nodes;
import dev.tidemark.tests.base.TestCluster;
import dev.tidemark.tests.orders.OrdersByRegion;
import dev.tidemark.tests.orders.OrdersLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What jobs cost that have nothing to do. For a measurement worth quoting, which takes some
 * minutes: {@code -Didle.jobs=30 -Didle.seconds=60 -Dit.test=IdleCostIT}.
 */
class IdleCostIT {

  private static final long NODE_MB_MAX = 256;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final int jobs = Integer.getInteger("idle.jobs", 2);
  private final Duration settle = Duration.ofSeconds(Long.getLong("idle.seconds", 2));
  private final int heapMb = Integer.getInteger("idle.heap", 64);

  @Test
  void shouldRunIdleJobsInLittleMemory(@TempDir Path folder) {
    System.clearProperty("tidemark.worker.jvm.options"); // as users run it, not as tests are
    try (EmbeddedKafka broker = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
        TestCluster cluster = new TestCluster(broker.bootstrapServers());
        Nodes nodes = Nodes.start(1, cluster, folder)) {
      cluster.kafka().createTopic("orders", OrdersLog.PARTITIONS);
      nodes.awaitUp();
      NodeProcess node = nodes.get(0);
      String alone = "%d MiB".formatted(Footprint.residentMb(node.pid()));

      String jar = nodes.upload(JobJars.of(OrdersByRegion.class, folder));
      JobSettings small = new JobSettings(1, heapMb, 0, 200, Map.of(), Registering.COMPATIBLE);
      for (int job = 0; job < jobs; job++) {
        nodes.submit(new JobRequest("idle-" + job, jar, null, null, small, null, null));
      }
      nodes.await(
          () -> "all jobs run",
          LIMIT,
          client -> client.jobs(),
          all -> all.stream().map(JobView::state).allMatch(JobState.RUNNING::equals));
      LockSupport.parkNanos(settle.toNanos()); // what starting took is given back

      List<ProcessHandle> workers = node.children();
      assertThat(workers).hasSize(jobs);
      long cpuMs = cpuMsOf(node, workers);
      LockSupport.parkNanos(settle.toNanos());
      cpuMs = cpuMsOf(node, workers) - cpuMs;
      List<Long> each =
          workers.stream().map(worker -> Footprint.residentMb(worker.pid())).sorted().toList();
      long ofNode = Footprint.residentMb(node.pid());
      System.out.printf(
          "node alone %s; with %d idle jobs %d MiB, %s; workers with %d MiB of heap: median %d MiB,"
              + " most %d MiB; all together %.1f %% of a core%n",
          alone,
          jobs,
          ofNode,
          Footprint.of(node.pid()),
          heapMb,
          each.get(each.size() / 2),
          each.get(each.size() - 1),
          100.0 * cpuMs / settle.toMillis());
      assertThat(ofNode).isLessThan(NODE_MB_MAX);
    }
  }

  private static long cpuMsOf(NodeProcess node, List<ProcessHandle> workers) {
    return Footprint.cpuMs(node.pid())
        + workers.stream().mapToLong(worker -> Footprint.cpuMs(worker.pid())).sum();
  }
}

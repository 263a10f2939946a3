package dev.tidemark.tests.faults;

import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.schemas.RegionRevenue;
import dev.tidemark.schemas.User;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.Heavy;
import dev.tidemark.tests.base.JobJars;
import dev.tidemark.tests.base.Judgement;
import dev.tidemark.tests.base.Nodes;
import dev.tidemark.tests.base.TestCluster;
import dev.tidemark.tests.orders.PaidRevenueByRegion;
import dev.tidemark.tests.orders.RevenueLoad;
import dev.tidemark.tests.orders.RevenueOrders;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes and three brokers, each a process, and the canonical job under a steady load: again
 * and again a node, a node with all its workers, or a broker is killed with {@code kill -9}, and
 * comes back some seconds later. In the end everything that was committed must be what was computed
 * offline, to the last record.
 *
 * <p>Runs one round, in which each kind of fault happens once. For longer runs: {@code
 * -Dchaos.seconds=600}; {@code -Dtidemark.seed=…} repeats the orders and the sequence of faults,
 * though not the moments at which they hit.
 */
@Heavy
public class ClusterChaosIT {

  private static final int ORDERS_PER_SECOND = Integer.getInteger("orders.per.second", 50);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Duration length = Duration.ofSeconds(Long.getLong("chaos.seconds", 0));
  private final long seed = Long.getLong("tidemark.seed", 20_261_121L);

  @Test
  void shouldCommitWhatWasComputedOfflineHoweverNodesAndBrokersDie(@TempDir Path folder) {
    try (BrokerProcesses brokers = BrokerProcesses.start(3, folder);
        TestCluster cluster = new TestCluster(brokers.bootstrapServers());
        Nodes nodes = Nodes.start(3, cluster, folder);
        RevenueLoad load =
            RevenueLoad.start(cluster.kafka(), cluster.registry(), seed, ORDERS_PER_SECOND)) {
      nodes.awaitUp();
      JobView job = nodes.submit(jar(folder));
      nodes.awaitState(job.spec().name(), JobState.RUNNING);
      runWithFaults(brokers, cluster, nodes, load, job);
      Judgement.of(cluster, load).assertIn(nodes, job.spec().name(), LIMIT);
    }
  }

  public static Path jar(Path folder) {
    return JobJars.of(
        PaidRevenueByRegion.class,
        folder,
        Order.class,
        OrderStatus.class,
        User.class,
        RegionRevenue.class);
  }

  private void runWithFaults(
      BrokerProcesses brokers, TestCluster cluster, Nodes nodes, RevenueLoad load, JobView job) {
    try (Faults faults =
        new Faults(cluster.kafka(), job.applicationId(), RevenueOrders.TOPIC, load::ends)) {
      Await.until(() -> "the job begins: " + nodes.lastWords(), LIMIT, () -> faults.hasCommitted());
      System.out.printf("seed %d, faults for at least %d s%n", seed, length.toSeconds());
      new Chaos(brokers, nodes, cluster.kafka(), faults, job.spec().name(), seed).run(length);
      Await.until(
          () -> "all faults are recovered from: " + faults.pending() + nodes.lastWords(),
          LIMIT,
          faults::allRecovered);
      load.stop();
      System.out.printf("%s; %s%n", load.report(), faults.report());
    }
  }
}

package dev.tidemark.tests.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.client.api.replay.ReplayView;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.node.jobs.Placement;
import dev.tidemark.tests.base.Heavy;
import dev.tidemark.tests.base.Judgement;
import dev.tidemark.tests.base.NodeProcess;
import dev.tidemark.tests.base.Nodes;
import dev.tidemark.tests.base.TestCluster;
import dev.tidemark.tests.faults.ClusterChaosIT;
import dev.tidemark.tests.orders.RevenueLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The canonical job under a steady load is replayed beside itself and promoted, while the node that
 * takes the steps is killed with all its workers. What both runs have written together must be what
 * was computed offline, to the last record.
 *
 * <p>For longer runs: {@code -Dpromotions=…}, one after the other.
 */
@Heavy
class PromotionIT {

  private static final int ORDERS_PER_SECOND = Integer.getInteger("orders.per.second", 50);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final int promotions = Integer.getInteger("promotions", 1);
  private final long seed = Long.getLong("tidemark.seed", 20_261_122L);

  @Test
  void shouldWriteEachResultOnceHoweverTheDrivingNodeDies(@TempDir Path folder) {
    try (EmbeddedKafka broker = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
        TestCluster cluster = new TestCluster(broker.bootstrapServers());
        Nodes nodes = Nodes.start(2, cluster, folder);
        RevenueLoad load =
            RevenueLoad.start(cluster.kafka(), cluster.registry(), seed, ORDERS_PER_SECOND)) {
      nodes.awaitUp();
      JobView job = nodes.submit(ClusterChaosIT.jar(folder));
      String name = job.spec().name();
      nodes.awaitState(name, JobState.RUNNING);
      for (int round = 0; round < promotions; round++) {
        promote(nodes, name, round % 2 == 0);
      }
      load.stop();
      Judgement.of(cluster, load).assertIn(nodes, name, LIMIT);
      assertThat(nodes.ask(client -> client.job(name)).spec().run()).isEqualTo(1 + promotions);
    }
  }

  private static void promote(Nodes nodes, String name, boolean kills) {
    ReplayRequest request =
        new ReplayRequest(ReplayFrom.earliest(), null, null, null, null, null, null, null);
    int run = nodes.ask(client -> client.replay(name, request, false)).plan().run();
    nodes.await(
        () -> "the replay has caught up",
        LIMIT,
        client -> client.replay(name, run),
        ReplayView::hasCaughtUp);
    DiffView diff =
        nodes.await(
            () -> "the comparison is done",
            LIMIT,
            client -> client.diff(name, run, null, 5),
            DiffView::done);
    assertThat(diff.error()).isNull();
    assertThat(diff.differences()).as(diff.toString()).isZero();
    nodes.ask(client -> client.promote(name, run));
    if (kills) {
      NodeProcess driver = nodes.get(driver(name));
      driver.killMachine();
      driver.startAgain();
    }
    nodes.await(
        () -> "the job goes on as run " + run,
        LIMIT,
        client -> client.job(name),
        view -> view.spec().run() == run && view.state() == JobState.RUNNING);
    List<ReplayView> left = nodes.ask(client -> client.replays(name));
    assertThat(left).isEmpty();
  }

  /** The node that takes the steps of a job's promotion. */
  private static int driver(String name) {
    List<String> ids = IntStream.range(0, 2).mapToObj(number -> "node-" + number).toList();
    String first = Placement.nodes("driver of " + name + ".replay", 1, ids).first();
    return ids.indexOf(first);
  }
}

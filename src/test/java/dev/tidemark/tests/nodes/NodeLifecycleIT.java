package dev.tidemark.tests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.progress.LedgerView;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.Footprint;
import dev.tidemark.tests.base.Heavy;
import dev.tidemark.tests.base.JobJars;
import dev.tidemark.tests.base.Judgement;
import dev.tidemark.tests.base.Ledgers;
import dev.tidemark.tests.base.NodeProcess;
import dev.tidemark.tests.base.Nodes;
import dev.tidemark.tests.base.TestCluster;
import dev.tidemark.tests.faults.ClusterChaosIT;
import dev.tidemark.tests.orders.OrdersByRegion;
import dev.tidemark.tests.orders.OrdersLog;
import dev.tidemark.tests.orders.RevenueLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and jobs come and go. */
@Heavy
class NodeLifecycleIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int ORDERS_PER_SECOND = Integer.getInteger("orders.per.second", 50);

  private final int rounds = Integer.getInteger("lifecycle.rounds", 1);
  private final int warmUp = Integer.getInteger("lifecycle.warm.up", 1);
  private final int restarts = Integer.getInteger("lifecycle.restarts", 1);

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  private EmbeddedKafka broker;
  private TestCluster cluster;

  @BeforeEach
  void start() {
    broker = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
    cluster = new TestCluster(broker.bootstrapServers());
  }

  @AfterEach
  void stop() {
    cluster.close();
    broker.close();
  }

  /** For more rounds: {@code -Dlifecycle.rounds=50}. */
  @Test
  void shouldLeaveNothingBehindOfAJobThatCameAndWent() {
    cluster.kafka().createTopic("orders", OrdersLog.PARTITIONS);
    try (Nodes nodes = Nodes.start(1, cluster, folder)) {
      nodes.awaitUp();
      Path jar = JobJars.of(OrdersByRegion.class, folder);
      for (int round = 0; round < warmUp; round++) {
        comeAndGo(nodes, jar, round);
      }
      Set<String> topics = cluster.kafka().topics();
      Footprint before = footprint(nodes);

      for (int round = 0; round < rounds; round++) {
        comeAndGo(nodes, jar, round);
      }

      // a pool may have grown by then; what leaks with each job has grown by more
      Await.until(
          () -> "as few threads and files as before: " + before + ", now " + footprint(nodes),
          LIMIT,
          () -> isNoMore(footprint(nodes), before, rounds / 2));
      Footprint after = footprint(nodes);
      assertThat(after.paths()).isEqualTo(before.paths());
      assertThat(cluster.kafka().topics()).isEqualTo(topics);
      assertThat(cluster.kafka().groups()).isEmpty();
      System.out.printf("%d jobs came and went: before %s, after %s%n", rounds, before, after);
    }
  }

  private void comeAndGo(Nodes nodes, Path jar, int round) {
    String job = nodes.submit(jar).spec().name();
    nodes.awaitState(job, JobState.RUNNING);
    if (round % 2 == 0) {
      nodes.change(job, JobVerb.STOP);
      nodes.awaitState(job, JobState.STOPPED);
    }
    nodes.delete(job);
    cluster.kafka().deleteTopics("orders-by-region");
  }

  private static boolean isNoMore(Footprint now, Footprint before, int tolerated) {
    return now.threads() <= before.threads() + tolerated
        && now.openFiles() <= before.openFiles() + tolerated
        && now.children() == before.children();
  }

  private static Footprint footprint(Nodes nodes) {
    NodeProcess node = nodes.get(0);
    return Footprint.of(node.pid(), node.place().dataDir(), node.place().temporary());
  }

  @Test
  void shouldLoseNothingWhenJobsAndNodesAreRestartedUnderLoad() {
    try (Nodes nodes = Nodes.start(2, cluster, folder);
        RevenueLoad load =
            RevenueLoad.start(cluster.kafka(), cluster.registry(), 7, ORDERS_PER_SECOND)) {
      nodes.awaitUp();
      String job = nodes.submit(ClusterChaosIT.jar(folder)).spec().name();
      nodes.awaitState(job, JobState.RUNNING);

      nodes.change(job, JobVerb.PAUSE);
      nodes.awaitState(job, JobState.PAUSED);
      shouldStandStill(nodes, job, load);
      nodes.change(job, JobVerb.RESUME);
      awaitProcessed(nodes, job, load);

      nodes.change(job, JobVerb.RESTART);
      awaitProcessed(nodes, job, load);

      for (int restart = 0; restart < restarts; restart++) {
        int node = (restart + 1) % 2;
        nodes.get(node).stop();
        nodes.get(node).startAgain();
        nodes.awaitUp();
        awaitWorkersOn(nodes, job, 2);
        awaitProcessed(nodes, job, load);
      }

      nodes.get(0).killMachine();
      awaitProcessed(nodes, job, load);
      nodes.get(0).startAgain();
      nodes.awaitUp();
      awaitWorkersOn(nodes, job, 2);

      load.stop();
      Judgement.of(cluster, load).assertIn(nodes, job, LIMIT);
    }
  }

  /** What was in hand is committed after the job is told to be paused, and then nothing more. */
  private void shouldStandStill(Nodes nodes, String job, RevenueLoad load) {
    Await.until(
        "the ledger stays as it is while orders come",
        LIMIT,
        () -> {
          LedgerView before = nodes.ask(client -> client.ledger(job));
          long published = load.total();
          Await.until(
              "orders go on", LIMIT, () -> load.total() > published + 3 * ORDERS_PER_SECOND);
          LedgerView after = nodes.ask(client -> client.ledger(job));
          return Ledgers.of(after, "orders").equals(Ledgers.of(before, "orders"));
        });
  }

  private static void awaitProcessed(Nodes nodes, String job, RevenueLoad load) {
    Map<Integer, Long> ends = load.ends();
    nodes.await(
        () -> "everything up to " + ends + " is processed",
        LIMIT,
        client -> client.ledger(job),
        view ->
            Ledgers.of(view, "orders").stream()
                    .filter(row -> row.read() >= Objects.requireNonNull(ends.get(row.partition())))
                    .count()
                == ends.size());
  }

  private static void awaitWorkersOn(Nodes nodes, String job, int count) {
    nodes.await(
        () -> count + " nodes have workers of the job",
        LIMIT,
        client -> client.job(job),
        view ->
            view.state() == JobState.RUNNING
                && view.workers().stream().map(worker -> worker.node()).distinct().count()
                    == count);
    assertThat(nodes.ask(client -> client.cluster()).nodes())
        .extracting(NodeView::id)
        .hasSize(count);
  }
}

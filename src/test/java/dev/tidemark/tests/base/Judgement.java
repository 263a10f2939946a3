package dev.tidemark.tests.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.progress.LedgerView;
import dev.tidemark.tests.orders.RevenueAnswer;
import dev.tidemark.tests.orders.RevenueLoad;
import dev.tidemark.tests.orders.RevenueOracle;
import dev.tidemark.tests.orders.RevenueOrders;
import java.time.Duration;
import java.util.Objects;

/**
 * The end of a test of the canonical job: what brokers acknowledged is there, once, and everything
 * that came of it is what was computed offline.
 */
public final class Judgement {

  private final TestCluster cluster;
  private final RevenueAnswer answer;

  private Judgement(TestCluster cluster, RevenueAnswer answer) {
    this.cluster = cluster;
    this.answer = answer;
  }

  /** Computes the answer to a load that has been stopped. */
  public static Judgement of(TestCluster cluster, RevenueLoad load) {
    RevenueOracle oracle = new RevenueOracle(cluster.registry());
    RevenueAnswer answer = oracle.judge(cluster.kafka().read(RevenueOrders.TOPIC));
    assertThat(load.acknowledgedBut(oracle.numbers())).isEmpty();
    assertThat(oracle.doubled()).isEmpty();
    return new Judgement(cluster, answer);
  }

  /** Waits until the job has read everything, and compares all of it. */
  public void assertIn(Nodes nodes, String job, Duration limit) {
    LedgerView ledger =
        nodes.await(
            () -> "time is complete up to " + answer.watermark(),
            limit,
            client -> client.ledger(job),
            view ->
                !view.windows().isEmpty()
                    && view.windows().stream()
                        .allMatch(
                            window -> Objects.equals(window.watermark(), answer.watermark())));
    answer.assertIn(cluster.kafka(), cluster.registry());
    assertThat(Ledgers.of(ledger, RevenueOrders.TOPIC)).isEqualTo(answer.ledger());
    System.out.printf("%s, all as computed%n", answer.report());
  }
}

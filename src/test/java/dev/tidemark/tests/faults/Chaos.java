package dev.tidemark.tests.faults;

import dev.tidemark.client.api.job.JobState;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.Nodes;
import dev.tidemark.tests.base.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills nodes and brokers, one at a time, and starts them again: each kind of fault once, in random
 * order and against random victims, and all over again.
 */
final class Chaos {

  private static final Duration SYNC = Duration.ofMinutes(2);
  private static final Duration RECOVERED = Duration.ofMinutes(3);
  private static final long SHORT_MS = 3_000;
  private static final long LONG_MS = 15_000;

  private final BrokerProcesses brokers;
  private final Nodes nodes;
  private final TestKafka kafka;
  private final Faults faults;
  private final String job;
  private final SplittableRandom random;

  Chaos(
      BrokerProcesses brokers, Nodes nodes, TestKafka kafka, Faults faults, String job, long seed) {
    this.brokers = brokers;
    this.nodes = nodes;
    this.kafka = kafka;
    this.faults = faults;
    this.job = job;
    this.random = new SplittableRandom(seed);
  }

  private enum Fault {
    /** The node alone; its workers notice and leave. */
    NODE,
    /** The node and its workers at once. */
    MACHINE,
    BROKER
  }

  /**
   * Runs whole rounds, each with every kind of fault once, and ends with everything started again.
   *
   * @param length when this time is over, no further round begins; zero for one round, in which
   *     nobody is away for long
   */
  void run(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    do {
      for (Fault fault : shuffled()) {
        strike(fault, length.isZero() ? SHORT_MS : absenceMs());
        rest();
      }
    } while (System.nanoTime() - end < 0);
  }

  private long absenceMs() {
    return random.nextInt(3) == 0 ? LONG_MS : SHORT_MS;
  }

  /** One fault in three hits while the one before may not be recovered from. */
  private void rest() {
    if (random.nextInt(3) > 0) {
      Await.until(() -> "recovered: " + faults.pending(), RECOVERED, faults::allRecovered);
      nodes.awaitState(job, JobState.RUNNING); // so that the next one has something to lose
    }
    pause(500, 4_000);
  }

  private List<Fault> shuffled() {
    List<Fault> order = new ArrayList<>(List.of(Fault.values()));
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    return order;
  }

  private void strike(Fault fault, long absence) {
    int victim = random.nextInt(3);
    switch (fault) {
      case NODE -> {
        nodes.get(victim).kill();
        faults.happened("node");
        pause(absence, absence + 3_000);
        nodes.get(victim).startAgain();
      }
      case MACHINE -> {
        nodes.get(victim).killMachine();
        faults.happened("machine");
        pause(absence, absence + 3_000);
        nodes.get(victim).startAgain();
      }
      case BROKER -> {
        // a second loss would be more than two copies can stand
        Await.until("all copies are in sync", SYNC, kafka::isInSync);
        brokers.kill(victim);
        faults.happened("broker");
        pause(absence, absence + 3_000);
        brokers.restart(victim);
      }
    }
  }

  private void pause(long fromMs, long toMs) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextLong(fromMs, toMs));
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}

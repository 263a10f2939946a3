package dev.tidemark.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.orders.OrdersAnswer;
import dev.tidemark.tests.orders.OrdersByRegion;
import dev.tidemark.tests.orders.OrdersLog;
import dev.tidemark.tests.orders.OrdersOracle;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two worker JVMs on one job, while orders keep coming: at random moments one of them is killed
 * with {@code kill -9}, or frozen for longer than its session and thawed again, so that it goes on
 * as an owner of what others own by then. In the end, everything that was committed must be what
 * was computed offline, to the last record.
 *
 * <p>For longer runs: {@code -Dtidemark.kills=…} and {@code -Dtidemark.freezes=…}; {@code
 * -Dtidemark.seed=…} repeats events and kinds of faults, though not the moments at which they hit.
 */
class KillIT {

  private static final String ID = "kills";
  private static final long ORDERS_PER_SECOND = Long.getLong("kill.orders.per.second", 300);
  private static final int ORDERS_MAX = 3_000_000;
  private static final long SESSION_MS = 4_000;

  private static final int KILLS = Integer.getInteger("tidemark.kills", 4);
  private static final int FREEZES = Integer.getInteger("tidemark.freezes", 1);

  /** With functions that fail for a while, a part of the faults is enough. */
  private static final int PART = 4;

  private final long seed = Long.getLong("tidemark.seed", 20_260_117L);
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void shouldCommitWhatWasComputedOfflineHoweverWorkersDie(@TempDir Path folder) {
    run(folder, Map.of(), new Plan(KILLS, FREEZES));
  }

  @Test
  void shouldCommitTheSameWhereFunctionsFailForAWhile(@TempDir Path folder) {
    run(folder, Map.of("troubled", "true"), new Plan(KILLS / PART, (FREEZES + 1) / 2));
  }

  /** How many faults of each kind there are. */
  private record Plan(int kills, int freezes) {}

  private void run(Path folder, Map<String, String> parameters, Plan faults) {
    EmbeddedKafka.Options options =
        EmbeddedKafka.Options.defaults().withBrokerProperty("group.min.session.timeout.ms", "1000");
    try (EmbeddedKafka broker = EmbeddedKafka.start(options);
        TestKafka kafka = new TestKafka(broker.bootstrapServers());
        Workers workers = new Workers(folder, broker.bootstrapServers(), parameters)) {
      kafka.createTopic("orders", OrdersLog.PARTITIONS);
      List<OrdersLog.Line> published = runWithFaults(kafka, workers, faults);
      assertAnswer(kafka, workers, published, folder);
    }
  }

  private List<OrdersLog.Line> runWithFaults(TestKafka kafka, Workers workers, Plan plan) {
    try (Publisher publisher = new Publisher(kafka, seed);
        Faults faults = new Faults(kafka, ID, "orders", () -> kafka.ends("orders"))) {
      workers.startAll();
      Await.until(
          () -> "the workers begin: " + workers.logs(),
          Duration.ofSeconds(60),
          () -> faults.hasCommitted());
      for (String fault : faultsInOrder(plan)) {
        pause(500 + random.nextLong(5_000));
        int slot = random.nextInt(2);
        faults.happened(fault);
        if (fault.equals("kill")) {
          workers.kill(slot);
          pause(random.nextLong(1_000));
          workers.start(slot);
        } else {
          workers.freeze(slot);
          pause(SESSION_MS + 1_000 + random.nextLong(4_000));
          workers.thaw(slot);
        }
      }
      List<OrdersLog.Line> lines = publisher.stop();
      Await.until(
          () -> "everything published is committed: " + workers.logs(),
          Duration.ofSeconds(90),
          faults::allRecovered);
      System.out.printf("seed %d, %d orders, %s%n", seed, lines.size(), faults.report());
      return lines;
    }
  }

  private List<String> faultsInOrder(Plan plan) {
    List<String> faults = new ArrayList<>();
    int killsLeft = plan.kills();
    int freezesLeft = plan.freezes();
    while (killsLeft + freezesLeft > 0) {
      if (random.nextInt(killsLeft + freezesLeft) < killsLeft) {
        faults.add("kill");
        killsLeft--;
      } else {
        faults.add("freeze");
        freezesLeft--;
      }
    }
    return faults;
  }

  private static void assertAnswer(
      TestKafka kafka, Workers workers, List<OrdersLog.Line> published, Path folder) {
    OrdersAnswer answer = OrdersOracle.ordersByRegion(published);
    PhysicalPlan plan = JobPlanner.plan(new OrdersByRegion(), workers.parameters());
    RunConfig config =
        new RunConfig(
                ID,
                kafka.bootstrapServers(),
                Map.of(),
                Map.of(),
                folder,
                1,
                RunConfig.DEFAULT_COMMIT_INTERVAL)
            .withRegistration(Registration.COMPATIBLE);
    try (JobRun run = JobRun.follow(kafka, plan, config)) {
      JobProgress progress = run.awaitEnd(Duration.ofSeconds(90));
      assertThat(workers.failed()).as(workers.logs()).isEmpty();
      if (workers.parameters().isEmpty()) {
        answer.assertIn(kafka, progress);
      } else { // other keys don't wait for what is tried again
        answer.assertInButForTheOrderOfLate(kafka, progress);
      }
      assertThat(progress.waiting()).isEmpty();
      System.out.printf(
          "%d results, %d late, %d dead letters, all as computed%n",
          answer.results().size(), answer.late().size(), answer.deadLetters().size());
    }
  }

  private static void pause(long ms) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** Two slots, each with a folder of state that its workers inherit from one another. */
  private static final class Workers implements AutoCloseable {
    private final Path folder;
    private final String bootstrapServers;
    private final Map<String, String> parameters;
    private final @Nullable WorkerProcess[] slots = new WorkerProcess[2];

    Workers(Path folder, String bootstrapServers, Map<String, String> parameters) {
      this.folder = folder;
      this.bootstrapServers = bootstrapServers;
      this.parameters = parameters;
    }

    Map<String, String> parameters() {
      return parameters;
    }

    void startAll() {
      start(0);
      start(1);
    }

    void start(int slot) {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("job", OrdersByRegion.class.getName());
      settings.put("id", ID);
      settings.put("bootstrap", bootstrapServers);
      settings.put("state", folder.resolve("state-" + slot).toString());
      settings.put("param.idle-after", "8s");
      parameters.forEach((name, value) -> settings.put("param." + name, value));
      settings.put("kafka.consumer.session.timeout.ms", Long.toString(SESSION_MS));
      settings.put("kafka.consumer.heartbeat.interval.ms", "1000");
      settings.put("kafka.producer.transaction.timeout.ms", "10000");
      slots[slot] = WorkerProcess.start(settings, folder.resolve("worker-" + slot + ".log"));
    }

    void kill(int slot) {
      slots[slot].kill();
    }

    void freeze(int slot) {
      slots[slot].freeze();
    }

    void thaw(int slot) {
      slots[slot].thaw();
    }

    /** The slots whose worker ended by itself. */
    List<Integer> failed() {
      List<Integer> failed = new ArrayList<>();
      for (int slot = 0; slot < slots.length; slot++) {
        WorkerProcess worker = slots[slot];
        if (worker == null || !worker.isAlive()) {
          failed.add(slot);
        }
      }
      return failed;
    }

    String logs() {
      StringBuilder logs = new StringBuilder();
      for (WorkerProcess worker : slots) {
        if (worker != null) {
          String log = worker.log();
          logs.append("\n").append(log.substring(Math.max(0, log.length() - 4_000)));
        }
      }
      return logs.toString();
    }

    @Override
    public void close() {
      for (WorkerProcess worker : slots) {
        if (worker != null) {
          worker.close();
        }
      }
    }
  }

  /** Publishes orders at a steady pace until it is stopped. */
  private static final class Publisher implements AutoCloseable {
    private final TestKafka kafka;
    private final List<OrdersLog.Line> lines;
    private final Thread thread = new Thread(this::publish, "publisher");
    private volatile boolean stopped;
    private volatile int sent;

    Publisher(TestKafka kafka, long seed) {
      this.kafka = kafka;
      this.lines = OrdersLog.generate(new OrdersLog.Shape(seed, ORDERS_MAX, OrdersLog.BEGIN, 1));
      thread.start();
    }

    /** Returns what was published. */
    List<OrdersLog.Line> stop() {
      close();
      return lines.subList(0, sent);
    }

    @Override
    public void close() {
      stopped = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void publish() {
      long begin = System.nanoTime();
      try (KafkaProducer<byte @Nullable [], byte @Nullable []> producer = kafka.producer()) {
        int next = 0;
        while (!stopped && next < lines.size()) {
          long due =
              ORDERS_PER_SECOND * TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) / 1_000;
          for (; next < due && next < lines.size(); next++) {
            producer.send(TestKafka.recordOf(lines.get(next).message("orders")));
          }
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        producer.flush();
        sent = next;
      }
    }
  }
}

package dev.tidemark.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.bench.ResultCheck.Result;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One run of one engine in a JVM of its own.
 *
 * <p><b>The interval that is measured</b> begins when the prepared engine is told to start and ends
 * when its group has committed the last order, and then all that its repartition topics held at
 * that moment. So it holds the JVM's warm-up, the forming of the group, the loading of the users
 * and the work on both sides of the shuffle, for both engines. What closes the last windows comes
 * after it.
 */
final class EngineRun {
  private static final long LOOK_EVERY_MS = 50;
  private static final long STALLED_SECONDS_MAX = 120;
  private static final long RESULTS_SECONDS_MAX = 60;
  private static final JsonMapper JSON = new JsonMapper();

  private final EngineSettings settings;
  private final ExpectedRevenue expected;
  private final Admin admin;
  private final SchemaRegistry registry;
  private final ChildJvm broker;
  private final PrintStream err;
  private final Consumption consumption;

  EngineRun(
      EngineSettings settings, ExpectedRevenue expected, BenchCluster cluster, PrintStream err) {
    this.settings = settings;
    this.expected = expected;
    this.admin = cluster.admin();
    this.registry = cluster.registry();
    this.broker = cluster.jvm();
    this.err = err;
    this.consumption = new Consumption(admin, settings.applicationId());
  }

  /** Runs, and leaves nothing but the output topic behind. */
  Figures run(Workplace workplace, List<String> jvmOptions) {
    try (ChildJvm jvm =
        workplace.start(
            settings.applicationId(), jvmOptions, EngineProcess.class, List.of(json(settings)))) {
      jvm.answer();
      return measure(jvm);
    } finally {
      Consumption.await(admin.deleteTopics(consumption.internalTopics()).all());
    }
  }

  private Figures measure(ChildJvm jvm) {
    Map<TopicPartition, Long> orders = consumption.ends(List.of(settings.ordersTopic()));
    long total = orders.values().stream().mapToLong(Long::longValue).sum();
    long brokerCpu = broker.cpuTime().toNanos();
    long started = System.nanoTime();
    EngineMeasure before = measureOf(jvm.ask("start"));
    Progress progress = new Progress(err, settings.applicationId(), total);
    awaitFirst(jvm, orders);
    double firstSeconds = secondsSince(started);
    awaitCommitted(jvm, orders, progress);
    double ordersSeconds = secondsSince(started);
    awaitCommitted(jvm, consumption.ends(consumption.repartitionTopics()), null);
    double wallSeconds = secondsSince(started);
    EngineMeasure after = measureOf(jvm.ask("measure"));
    double brokerSeconds = (broker.cpuTime().toNanos() - brokerCpu) / 1e9;
    progress.finish();
    return new Figures(
        settings,
        total,
        wallSeconds,
        firstSeconds,
        ordersSeconds,
        (after.cpuNanos() - before.cpuNanos()) / 1e9,
        brokerSeconds,
        after.shuffleRecords() - before.shuffleRecords(),
        after.shuffleBytes() - before.shuffleBytes(),
        ResultCheck.compare(expected, results(jvm)));
  }

  private List<Result> results(ChildJvm jvm) {
    if (settings.engine().equals(Engines.KAFKA_STREAMS)) {
      consumption
          .repartitionTopics()
          .forEach(topic -> PeerFlush.send(settings.bootstrapServers(), topic));
      awaitCommitted(jvm, consumption.ends(consumption.repartitionTopics()), null);
    }
    try (OutputReader reader =
        new OutputReader(settings.bootstrapServers(), settings.outputTopic(), registry)) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RESULTS_SECONDS_MAX);
      int wanted = expected.panes().size();
      while (reader.readUpToNow().size() < wanted
          && settings.engine().equals(Engines.TIDEMARK)
          && System.nanoTime() < deadline) {
        jvm.checkAlive();
        pause(LOOK_EVERY_MS);
      }
      pause(2 * settings.commitIntervalMs());
      return reader.readUpToNow();
    }
  }

  /** Waits until the group has committed the first of this. */
  private void awaitFirst(ChildJvm jvm, Map<TopicPartition, Long> ends) {
    long started = System.nanoTime();
    while (Consumption.done(consumption.committed(), ends) == 0) {
      if (secondsSince(started) > STALLED_SECONDS_MAX) {
        throw new IllegalStateException(
            "%s has not committed anything for %d s"
                .formatted(settings.applicationId(), STALLED_SECONDS_MAX));
      }
      jvm.checkAlive();
      pause(LOOK_EVERY_MS);
    }
  }

  /** Waits until the group has committed all of this; fails when nothing moves for long. */
  private void awaitCommitted(
      ChildJvm jvm, Map<TopicPartition, Long> ends, @Nullable Progress progress) {
    long done = 0;
    long moved = System.nanoTime();
    while (true) {
      Map<TopicPartition, Long> committed = consumption.committed();
      if (Consumption.reached(committed, ends)) {
        return;
      }
      long doneNow = Consumption.done(committed, ends);
      if (doneNow != done) {
        done = doneNow;
        moved = System.nanoTime();
      }
      if (secondsSince(moved) > STALLED_SECONDS_MAX) {
        throw new IllegalStateException(
            "%s has not moved for %d s: committed %s of %s"
                .formatted(settings.applicationId(), STALLED_SECONDS_MAX, committed, ends));
      }
      if (progress != null) {
        progress.at(done);
      }
      jvm.checkAlive();
      pause(LOOK_EVERY_MS);
    }
  }

  private static EngineMeasure measureOf(String answer) {
    try {
      return JSON.readValue(answer, EngineMeasure.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the engine's JVM answered " + answer, e);
    }
  }

  private static String json(EngineSettings settings) {
    try {
      return JSON.writeValueAsString(settings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the settings can't be written: " + e, e);
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an engine runs", e);
    }
  }
}

package dev.tidemark.tests.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.tests.base.Cli;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.JobJars;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.SharedCluster;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.orders.OrdersByRegion;
import dev.tidemark.tests.orders.OrdersLog;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that no node runs is replayed by the command line, beside its results and among them. */
class StandaloneReplayIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String OUTPUT = "orders-by-region";
  private static final Map<String, String> SOON_IDLE = Map.of("idle-after", "500ms");

  @Test
  void shouldReplayARunThatIsProvedToBeEmptyAndNeverMixItsResults(@TempDir Path folder)
      throws IOException {
    Path jar = JobJars.of(OrdersByRegion.class, folder);
    PhysicalPlan plan = JobPlanner.plan(new OrdersByRegion(), SOON_IDLE);
    try (TestKafka kafka = SharedCluster.kafka()) {
      kafka.createTopic("orders", OrdersLog.PARTITIONS);
      kafka.publish(
          OrdersLog.generate(new OrdersLog.Shape(5, 4_000, OrdersLog.BEGIN, 3)).stream()
              .map(line -> line.message("orders"))
              .toList());
      Path config = config(kafka, folder);

      // given a run whose processes are still there
      try (JobRun live = JobRun.start(kafka, plan, live(kafka, folder))) {
        live.awaitEnd(LIMIT);
        assertRefused(
            replay(jar, config, "--yes"), "run orders is running: its group has 1 members");
      }
      Content before = kafka.content(OUTPUT);
      assertThat(before.size()).isGreaterThan(100);

      // when it is replayed beside its results
      Cli dry = replay(jar, config, "--dry-run");
      assertThat(dry.err()).contains("Replay of run orders as run orders.r2: 4,000 records");
      Cli shadow = replay(jar, config, "--yes");

      // then they are the same, and stay what they are
      assertThat(shadow.exitCode()).as(shadow.err()).isZero();
      assertThat(shadow.out().strip()).isEqualTo("orders.r2");
      assertIsTheBeginningOf(before, kafka.content(OUTPUT + ".replay-r2"));
      assertRefused(
          run(jar, config, "orders.r2"),
          "run orders.r2 is a replay in the shadow, whose results are in the topics that end with .replay-r2");
      assertRefused(
          replay(jar, config, "--shadow=.replay-r2", "--yes"),
          "topic orders-by-region.replay-r2 holds records already");
      assertThat(kafka.content(OUTPUT)).isEqualTo(before);

      // when it is replayed in place, and goes on
      Cli inPlace = replay(jar, config, "--in-place", "--yes");
      assertThat(inPlace.exitCode()).as(inPlace.err()).isZero();
      assertThat(inPlace.err()).contains("--application-id orders.r3");
      Cli goneOn = run(jar, config, "orders.r3");

      // then all results are there once more
      assertThat(goneOn.exitCode()).as(goneOn.err()).isZero();
      for (int p = 0; p < OrdersLog.PARTITIONS; p++) {
        List<Content.Entry> twice = new ArrayList<>(before.in(p));
        twice.addAll(before.in(p));
        assertThat(kafka.content(OUTPUT).in(p)).containsExactlyInAnyOrderElementsOf(twice);
      }
    }
  }

  /** Windows that are open at its end are not written by a replay that comes to one. */
  private static void assertIsTheBeginningOf(Content all, Content begun) {
    assertThat(begun.size()).isGreaterThan(100);
    for (int p = 0; p < OrdersLog.PARTITIONS; p++) {
      assertThat(all.in(p)).startsWith(begun.in(p).toArray(Content.Entry[]::new));
    }
  }

  private static Cli replay(Path jar, Path config, String... more) {
    return cli(
        List.of("replay", jar.toString(), "--application-id", "orders", "--to-earliest"),
        config,
        more);
  }

  private static Cli run(Path jar, Path config, String applicationId) {
    return cli(
        List.of("run", jar.toString(), "--application-id", applicationId, "--until-idle"), config);
  }

  private static Cli cli(List<String> command, Path config, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("-p", "idle-after=500ms", "--config", config.toString()));
    all.addAll(List.of(more));
    return Cli.run(all.toArray(String[]::new));
  }

  private static Path config(TestKafka kafka, Path folder) throws IOException {
    Path file = folder.resolve("client.properties");
    Files.writeString(
        file,
        "bootstrap.servers=%s\nstate.dir=%s\n"
            .formatted(kafka.bootstrapServers(), folder.resolve("state")));
    return file;
  }

  private static RunConfig live(TestKafka kafka, Path folder) {
    return new RunConfig(
            "orders",
            kafka.bootstrapServers(),
            Map.of(),
            Map.of(),
            folder.resolve("live"),
            1,
            RunConfig.DEFAULT_COMMIT_INTERVAL)
        .withRegistration(Registration.COMPATIBLE);
  }

  private static void assertRefused(Cli refused, String message) {
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(10);
    assertThat(refused.err()).contains(message);
  }
}

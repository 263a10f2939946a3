package dev.tidemark.tests.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.demo.EventLoader;
import dev.tidemark.cli.demo.PartitionLedger;
import dev.tidemark.cli.demo.TopicEvents;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import dev.tidemark.tests.base.Checker;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.SharedCluster;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.faults.WorkerProcess;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The two jobs of the demo with all their events on a real broker and a real registry, against what
 * was computed offline. The whole content of every output partition is demanded, in its order; so
 * all ways to run a job give one and the same sequence.
 */
public class JobsIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String IDLE_AFTER = "2s";

  private static TestKafka kafka;
  private static SchemaRegistryClient registry;

  @BeforeAll
  static void start() {
    kafka = SharedCluster.kafka();
    registry =
        new SchemaRegistryClient(
            RegistryConfig.from(Map.of("schema.registry.url", SharedCluster.registryUrl())));
  }

  @AfterAll
  static void stop() {
    registry.close();
    kafka.close();
  }

  @BeforeEach
  void clear() {
    kafka.deleteTopics();
  }

  static Stream<Arguments> jobsAndThreads() {
    return Boolean.getBoolean("tidemark.nightly")
        ? jobs().flatMap(job -> Stream.of(1, 4).map(threads -> Arguments.of(job, threads)))
        : Stream.of(Arguments.of(DemoCase.delays(), 4), Arguments.of(DemoCase.quakes(), 1));
  }

  static Stream<DemoCase> jobs() {
    return Stream.of(DemoCase.delays(), DemoCase.quakes());
  }

  @ParameterizedTest(name = "{0}, threads: {1}")
  @MethodSource("jobsAndThreads")
  void shouldAnswerAsComputedOfflineWithAnyNumberOfThreads(
      DemoCase demo, int threads, @TempDir Path folder) throws InterruptedException {
    new EventLoader(kafka.bootstrapServers(), registry).load(demo.inputs(), (done, total) -> {});

    try (JobRun run = JobRun.start(kafka, planOf(demo, IDLE_AFTER), config(folder, threads))) {
      assertAnswer(demo, run.awaitEnd(LIMIT));
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void shouldAnswerAsComputedOfflineInTwoProcesses(DemoCase demo, @TempDir Path folder)
      throws InterruptedException {
    new EventLoader(kafka.bootstrapServers(), registry).load(demo.inputs(), (done, total) -> {});

    try (WorkerProcess one = worker(demo, folder, 1);
        WorkerProcess two = worker(demo, folder, 2);
        JobRun run = JobRun.follow(kafka, planOf(demo, IDLE_AFTER), config(folder, 1))) {
      assertAnswer(demo, run.awaitEnd(LIMIT));
      one.stop();
      two.stop();
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void shouldAnswerAsComputedOfflineWithARestartInTheMiddle(DemoCase demo, @TempDir Path folder)
      throws InterruptedException {
    EventLoader loader = new EventLoader(kafka.bootstrapServers(), registry);
    List<TopicEvents<?>> before = new ArrayList<>(demo.inputs());
    TopicEvents<?> source = before.remove(before.size() - 1);
    int half = source.events().size() / 2;
    before.add(part(source, 0, half));
    loader.load(before, (done, total) -> {});

    // with the declared idleness of a minute, so that the pause is no end
    try (JobRun run = JobRun.start(kafka, planOf(demo, "1m"), config(folder, 2))) {
      run.awaitRead(LIMIT);
    }
    loader.publish(List.of(part(source, half, source.events().size())), (done, total) -> {});
    try (JobRun run = JobRun.start(kafka, planOf(demo, IDLE_AFTER), config(folder, 2))) {
      assertAnswer(demo, run.awaitEnd(LIMIT));
    }
  }

  private static void assertAnswer(DemoCase demo, JobProgress progress) {
    assertThat(Checker.differences(demo.results(), decoded(demo.results().topic()))).isEmpty();
    assertThat(Checker.differences(demo.late(), decoded(demo.late().topic()))).isEmpty();
    assertThat(kafka.read(demo.deadLetters())).isEmpty();
    assertThat(ledger(progress, demo.source())).isEqualTo(demo.ledger());
    assertThat(progress.windows())
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.written()).isEqualTo(demo.written());
              assertThat(window.open()).isEqualTo(demo.open());
              assertThat(window.failed()).isZero();
            });
    System.out.printf(
        "%s: %d results, %d late, %d open, all as computed%n",
        demo, demo.results().size(), demo.late().size(), demo.open());
  }

  public static List<PartitionLedger> ledger(JobProgress progress, String topic) {
    return progress.sources().stream()
        .filter(source -> source.topic().equals(topic))
        .sorted(Comparator.comparing(JobProgress.SourcePartition::partition))
        .map(
            source ->
                new PartitionLedger(
                    source.partition(),
                    source.read(),
                    source.filtered(),
                    source.late(),
                    source.deadLettered(),
                    source.counted()))
        .toList();
  }

  private static Content decoded(String topic) {
    return DemoCase.decoded(kafka, registry, topic);
  }

  private static <T> TopicEvents<T> part(TopicEvents<T> events, int from, int to) {
    return new TopicEvents<>(events.topic(), events.type(), events.events().subList(from, to));
  }

  private static PhysicalPlan planOf(DemoCase demo, String idleAfter) {
    return JobPlanner.plan(demo.job(), Map.of("idle-after", idleAfter));
  }

  private static RunConfig config(Path folder, int threads) {
    return new RunConfig(
            idOf(folder),
            kafka.bootstrapServers(),
            Map.of("schema.registry.url", SharedCluster.registryUrl()),
            Map.of(),
            folder,
            threads,
            RunConfig.DEFAULT_COMMIT_INTERVAL)
        .withRegistration(Registration.COMPATIBLE);
  }

  private static String idOf(Path folder) {
    return "run-" + folder.getFileName();
  }

  private static WorkerProcess worker(DemoCase demo, Path folder, int number) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("job", demo.job().getClass().getName());
    settings.put("id", idOf(folder));
    settings.put("bootstrap", kafka.bootstrapServers());
    settings.put("registry", SharedCluster.registryUrl());
    settings.put("state", folder.resolve("worker-" + number).toString());
    settings.put("param.idle-after", IDLE_AFTER);
    return WorkerProcess.start(settings, folder.resolve("worker-" + number + ".log"));
  }
}

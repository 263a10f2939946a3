package dev.tidemark.node.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.node.SharedBroker;
import dev.tidemark.node.config.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import samplejobs.CopyJob;

/** Real jobs in real workers on a real broker. */
class SupervisorIT {
  private static final JobSettings SETTINGS = new JobSettings(1, 128, 0, 100, Map.of());
  private static final int ROUNDS = 3;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  static Path shared;

  private static Path jar;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  private Supervisor supervisor;

  @BeforeAll
  static void startBroker() throws Exception {
    jar = SampleJars.of(CopyJob.class, shared);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(new NewTopic("texts", 2, (short) 1), new NewTopic("deadly", 1, (short) 1)))
          .all()
          .get();
    }
  }

  @BeforeEach
  void start() {
    supervisor = new Supervisor(node(), id -> jar);
  }

  @AfterEach
  void stop() {
    supervisor.close();
  }

  @Test
  void shouldRunPauseResumeAndStopARealJob() {
    JobSpec job = Specs.of("copies", jar, CopyJob.class.getName(), SETTINGS);
    supervisor.want(Map.of("copies", job));
    awaitState("copies", WorkerState.RUNNING);
    awaitTasks("copies", 2);
    long pid = view("copies").orElseThrow().pid();

    send("first");
    Until.holds("it is processed", () -> log("copies").contains("seen first"));
    supervisor.want(Map.of("copies", Specs.with(job, DesiredState.PAUSED)));
    awaitState("copies", WorkerState.PAUSED);
    supervisor.want(Map.of("copies", Specs.with(job, DesiredState.RUNNING)));
    awaitState("copies", WorkerState.RUNNING);
    send("second");
    Until.holds("it is processed, too", () -> log("copies").contains("seen second"));

    assertThat(view("copies").orElseThrow().pid()).isEqualTo(pid);
    assertThat(log("copies"))
        .contains("printed by the job")
        .doesNotContain("ConsumerConfig values", "bootstrap.servers =");
    long begin = System.nanoTime();
    supervisor.want(Map.of());
    Until.holds("it has ended", () -> supervisor.views().isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(folder.resolve("tmp/workers/copies")).doesNotExist();
  }

  @Test
  void shouldBackOffFromAJobThatEndsTheJvmAndSayWhere() {
    JobSpec job =
        Specs.of("exits", jar, CopyJob.class.getName(), SETTINGS, Map.of("input", "deadly"));
    supervisor.want(Map.of("exits", job));
    awaitState("exits", WorkerState.RUNNING);

    send("deadly", "exit");

    Until.holds("it is said", () -> errorCode("exits").equals("job_exited"));
    ErrorView error = view("exits").map(WorkerView::error).orElseThrow();
    assertThat(error.message()).contains("samplejobs.CopyJob.upper(CopyJob.java:");
  }

  @Test
  void shouldFailAtOnceWhatCanNotGetBetter() {
    JobSpec missing = Specs.of("missing", jar, "samplejobs.Missing", SETTINGS);
    JobSettings forbidden =
        new JobSettings(1, 128, 0, 100, Map.of("sasl.jaas.config", "canary-of-a-secret"));
    JobSpec bold = Specs.of("bold", jar, CopyJob.class.getName(), forbidden);

    supervisor.want(Map.of("missing", missing, "bold", bold));

    awaitState("missing", WorkerState.FAILED);
    awaitState("bold", WorkerState.FAILED);
    assertThat(errorCode("missing")).isEqualTo("jar_class_not_found");
    assertThat(errorCode("bold")).isEqualTo("configuration");
    assertThat(supervisor.views().toString() + log("bold")).doesNotContain("canary-of-a-secret");
  }

  @Test
  void shouldStartAgainAWorkerThatSomebodyElseHasEnded() {
    JobSpec job = Specs.of("ended", jar, CopyJob.class.getName(), SETTINGS);
    supervisor.want(Map.of("ended", job));
    awaitState("ended", WorkerState.RUNNING);
    WorkerView running = view("ended").orElseThrow();
    ProcessHandle worker = ProcessHandle.of(running.pid()).orElseThrow();

    assertThat(worker.destroy()).isTrue(); // SIGTERM

    Until.holds("it has stopped", () -> !worker.isAlive());
    Until.holds("it says why", () -> errorCode("ended").equals("worker_terminated"));
    Until.holds("it runs again", () -> view("ended").filter(v -> v.starts() == 2).isPresent());
  }

  @Test
  void shouldLeaveTheGroupWhenTheNodeWasKilledAndBeFollowedByAnotherWhenItComesBack()
      throws Exception {
    supervisor.close();
    Process killed =
        SupervisorProcess.start(
            folder, SharedBroker.bootstrapServers(), jar, "orphan", CopyJob.class.getName());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
      Until.within(
          Duration.ofSeconds(120), () -> "it is in its group", () -> members(admin, "orphan") == 1);
      ProcessHandle worker =
          killed.descendants().filter(SupervisorIT::isWorker).findFirst().orElseThrow();

      killed.destroyForcibly().waitFor(); // SIGKILL

      Until.within(Duration.ofSeconds(15), () -> "the worker has ended", () -> !worker.isAlive());
      assertThat(members(admin, "orphan")).isZero(); // it left, and was not considered dead
    } finally {
      killed.destroyForcibly();
    }
    supervisor = new Supervisor(node(), id -> jar);
    supervisor.want(Map.of("orphan", Specs.of("orphan", jar, CopyJob.class.getName(), SETTINGS)));
    awaitState("orphan", WorkerState.RUNNING);
    send("after the end");
    Until.holds("it is processed", () -> log("orphan").contains("seen after the end"));
  }

  @Test
  void shouldLeaveNothingBehindHoweverOftenAJobIsStarted() {
    JobSpec job = Specs.of("often", jar, CopyJob.class.getName(), SETTINGS);
    Set<String> threads = Set.of();
    for (int round = 0; round < ROUNDS; round++) {
      supervisor.want(Map.of("often", job));
      awaitState("often", WorkerState.RUNNING);
      supervisor.want(Map.of());
      Until.holds("it has ended", () -> supervisor.views().isEmpty());
      threads = workerThreads("often");
    }

    assertThat(threads).isEmpty();
    assertThat(Folders.entries(folder.resolve("tmp/workers"))).isEmpty();
    assertThat(Folders.entries(folder.resolve("run"))).hasSize(1); // the lock
    assertThat(ProcessHandle.current().children().filter(SupervisorIT::isWorker)).isEmpty();
  }

  @Test
  void shouldPlanUnderTheNameOfTheJobAndLookAtTheCluster() {
    Planner planner = new Planner(node());

    PlanView plan = planner.plan(jar, new PlanRequest(null, null, "other-name"));

    assertThat(plan.job()).isEqualTo("other-name");
    assertThat(plan.jobClass()).isEqualTo(CopyJob.class.getName());
    assertThat(plan.text()).contains("other-name-dead-letters");
    assertThat(plan.plan().path("job").asText()).isEqualTo("other-name");
    assertThat(plan.partitions()).containsEntry("texts", 2);
    assertThat(plan.warnings()).isEmpty();
  }

  private NodeConfig node() {
    return Specs.node(folder, SharedBroker.bootstrapServers(), Map.of());
  }

  private static void send(String text) {
    send("texts", text);
  }

  private static void send(String topic, String text) {
    Map<String, Object> config = Map.of("bootstrap.servers", SharedBroker.bootstrapServers());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, text));
    }
  }

  private void awaitState(String job, WorkerState state) {
    Until.within(
        Duration.ofSeconds(120),
        () -> job + " is " + state + ": " + view(job) + "\n" + log(job),
        () -> view(job).filter(view -> view.state() == state).isPresent());
  }

  private void awaitTasks(String job, int tasks) {
    Until.holds(
        job + " has its tasks",
        () ->
            view(job).map(WorkerView::report).map(WorkerReport::tasks).orElse(List.of()).size()
                == tasks);
  }

  private Optional<WorkerView> view(String job) {
    return supervisor.views().stream().filter(view -> view.job().equals(job)).findFirst();
  }

  private String errorCode(String job) {
    return view(job).map(WorkerView::error).map(ErrorView::code).orElse("");
  }

  private String log(String job) {
    return supervisor.logs(job, 1_000, null).stream()
        .map(LogLine::text)
        .collect(Collectors.joining("\n"));
  }

  private static int members(Admin admin, String job) {
    try {
      String group = job + ".r1";
      return Objects.requireNonNull(
              admin
                  .describeConsumerGroups(List.of(group))
                  .all()
                  .get(10, TimeUnit.SECONDS)
                  .get(group))
          .members()
          .size();
    } catch (ExecutionException e) {
      return 0; // no such group yet
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> workerThreads(String job) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("worker-" + job))
        .collect(Collectors.toSet());
  }

  private static boolean isWorker(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains("WorkerMain")).isPresent();
  }
}

package dev.tidemark.node.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** With processes, but without a broker. */
@Execution(ExecutionMode.CONCURRENT)
class SupervisorTest {
  private static final JobLog.Limits LOG_LIMITS = new JobLog.Limits(256 << 10, 64 << 10, 512 << 10);

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  private Supervisor supervisor;

  @BeforeEach
  void start() {
    supervisor = supervisor();
  }

  @AfterEach
  void stop() {
    supervisor.close();
  }

  @Test
  void shouldRunPauseResumeAndStopAWorker() {
    JobSpec job = Specs.job("obedient", Map.of());
    AtomicInteger changes = new AtomicInteger();
    supervisor.onChange(changes::incrementAndGet);

    want(job);
    awaitState("obedient", WorkerState.RUNNING);
    WorkerView running = view("obedient").orElseThrow();
    want(Specs.with(job, DesiredState.PAUSED));
    awaitState("obedient", WorkerState.PAUSED);
    WorkerView paused = view("obedient").orElseThrow();
    want(Specs.with(job, DesiredState.RUNNING));
    awaitState("obedient", WorkerState.RUNNING);

    assertThat(paused.pid()).isEqualTo(running.pid()).isPositive();
    assertThat(paused.version()).isEqualTo(2);
    assertThat(paused.error()).isNull();
    assertThat(changes).hasPositiveValue();
    want(Specs.with(job, DesiredState.STOPPED));
    awaitGone("obedient", running.pid());
    assertThat(texts("obedient"))
        .contains("hello from obedient")
        .last()
        .asString()
        .contains("ended");
  }

  @Test
  void shouldReplaceAWorkerOfAnotherRunAfterItHasEnded() {
    JobSpec job = Specs.job("replaced", Map.of());
    want(job);
    awaitState("replaced", WorkerState.RUNNING);
    long first = view("replaced").orElseThrow().pid();

    want(Specs.nextRun(job));
    Until.holds(
        "the next run runs",
        () ->
            view("replaced")
                .filter(v -> v.run() == 2 && v.state() == WorkerState.RUNNING)
                .isPresent());

    assertThat(ProcessHandle.of(first).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(folder.resolve("state/replaced/replaced.r2")).isDirectory();
    assertThat(folder.resolve("state/replaced/replaced.r1")).doesNotExist();
    assertThat(texts("replaced").stream().filter(text -> text.contains("] worker")).toList())
        .hasSize(3)
        .satisfiesExactly(
            text -> assertThat(text).contains("replaced.r1 starts"),
            text -> assertThat(text).contains("ended"),
            text -> assertThat(text).contains("replaced.r2 starts"));
  }

  @Test
  void shouldBackOffFromWhatFallsOverAndLeaveOthersAlone() {
    want(Specs.job("steady", Map.of()), Specs.job("faller", Map.of("how", "exit")));

    Until.holds(
        "it was started twice", () -> view("faller").filter(v -> v.starts() >= 2).isPresent());
    awaitState("faller", WorkerState.BACKING_OFF);
    WorkerView faller = view("faller").orElseThrow();

    assertThat(faller.pid()).isZero();
    assertThat(faller.nextStartAt()).isNotNull();
    assertThat(Objects.requireNonNull(faller.error()).code()).isEqualTo("worker_exited");
    assertThat(Objects.requireNonNull(faller.error()).message()).contains("exit code 7");
    assertThat(view("steady").orElseThrow().starts()).isEqualTo(1);
    awaitState("steady", WorkerState.RUNNING);
  }

  @Test
  void shouldNotTryAgainWhatSaysThatItIsInVain() {
    JobSpec job = Specs.job("broken", Map.of("how", "lasting"));
    want(job);

    awaitState("broken", WorkerState.FAILED);
    assertThat(view("broken").orElseThrow().error())
        .extracting("code", "message", "hint")
        .containsExactly("broken", "it is broken", "fix it");

    want(Specs.restarted(job));
    Until.holds(
        "it was tried again", () -> view("broken").filter(v -> v.starts() == 2).isPresent());
    awaitState("broken", WorkerState.FAILED);
  }

  @Test
  void shouldSayThatMemoryRanOut() {
    want(Specs.job("greedy", Map.of("how", "memory")));

    awaitState("greedy", WorkerState.BACKING_OFF);

    assertThat(Objects.requireNonNull(view("greedy").orElseThrow().error()).code())
        .isEqualTo("worker_out_of_memory");
  }

  @Test
  void shouldBearGarbageAndEndlessLogs() throws IOException {
    want(
        Specs.job("garbled", Map.of("how", "garbage")), Specs.job("noisy", Map.of("how", "flood")));

    awaitState("garbled", WorkerState.RESTORING);
    Until.holds(
        "something was dropped",
        () -> texts("noisy").stream().anyMatch(text -> text.contains("lines (")));

    assertThat(texts("garbled")).anyMatch(text -> text.contains("is not a message"));
    assertThat(view("noisy").orElseThrow().state()).isEqualTo(WorkerState.RUNNING);
    try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
      assertThat(files.filter(file -> file.toString().contains("noisy")))
          .allMatch(file -> file.toFile().length() <= 256 << 10)
          .hasSizeBetween(2, 3);
    }
    supervisor.want(Map.of());
    Until.holds("all have ended", () -> supervisor.views().isEmpty());
  }

  @Test
  void shouldSayThatAWorkerWasKilledFromOutside() {
    want(Specs.job("killed", Map.of()));
    awaitState("killed", WorkerState.RUNNING);

    ProcessHandle.of(view("killed").orElseThrow().pid()).orElseThrow().destroyForcibly();

    Until.holds("it says so", () -> errorCode("killed").equals("worker_killed"));
  }

  @Test
  void shouldKillWhatDoesNotEndWhenItIsTold() {
    restart(new WorkerTimeouts(500, 60_000, 60_000));
    want(Specs.job("deaf", Map.of("how", "deaf")));
    awaitState("deaf", WorkerState.RUNNING);
    long pid = view("deaf").orElseThrow().pid();

    want();

    awaitState("deaf", WorkerState.STOPPING);
    awaitGone("deaf", pid);
  }

  @Test
  void shouldSayThatAWorkerHangsThenKillAndStartItAgain() {
    restart(new WorkerTimeouts(30_000, 3_000, 10_000)); // longer than a JVM takes to start
    want(Specs.job("silent", Map.of()));
    awaitState("silent", WorkerState.RUNNING);
    long pid = view("silent").orElseThrow().pid();

    Until.holds("it is said to hang", () -> errorCode("silent").equals("worker_hanging"));
    assertThat(view("silent").orElseThrow().pid()).isEqualTo(pid);

    Until.holds(
        "it is started again",
        () ->
            view("silent")
                .filter(v -> v.starts() >= 2 && v.state() == WorkerState.RUNNING)
                .isPresent());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(errorCode("silent")).as("why the one before ended").isEqualTo("worker_hanging");
  }

  @Test
  void shouldGiveAWorkerNothingButWhatItNeeds() throws IOException {
    want(Specs.job("curious", Map.of("how", "environment")));
    awaitState("curious", WorkerState.RUNNING);
    Until.holds(
        "it has looked", () -> texts("curious").stream().anyMatch(t -> t.startsWith("heap")));

    Path temporary = folder.resolve("tmp/workers/curious").toAbsolutePath();
    assertThat(texts("curious").stream().filter(text -> text.startsWith("env ")))
        .contains("env TMPDIR")
        .allMatch(text -> text.matches("env (PATH|LANG|LC_\\w+|TZ|TMPDIR)"));
    assertThat(texts("curious")).contains("tmp " + temporary, "filter !*");
    assertThat(String.join(" ", commandLine(view("curious").orElseThrow().pid())))
        .contains("FakeWorker curious")
        .doesNotContain("canary");
    assertThat(Files.getPosixFilePermissions(folder.resolve("state/curious/curious.r1")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    want();
    Until.holds("it has ended", () -> supervisor.views().isEmpty());
    assertThat(temporary).doesNotExist();
  }

  @Test
  void shouldHandTheLogOverToWhoeverFollowsIt() throws Exception {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    JobSpec job = Specs.job("told", Map.of());
    try (AutoCloseable following =
        supervisor.followLogs("told", 10, line -> seen.add(line.text()))) {
      want(job);
      Until.holds("it is heard", () -> seen.contains("hello from told"));
      want(Specs.restarted(job));
      Until.holds(
          "it is heard again", () -> seen.stream().filter("hello from told"::equals).count() == 2);
    }
    assertThat(seen).containsExactlyElementsOf(texts("told").subList(0, seen.size()));
  }

  @Test
  void shouldAnswerQuestionsFromTheWorkerAndNothingWithoutOne() {
    assertThat(supervisor.stores("asked")).isEmpty();
    want(Specs.job("asked", Map.of()));
    awaitState("asked", WorkerState.RUNNING);

    assertThat(supervisor.stores("asked")).singleElement().extracting("name").isEqualTo("asked");
  }

  @Test
  void shouldPurgeWhatHasNoWorker() {
    want(Specs.job("purged", Map.of()));
    awaitState("purged", WorkerState.RUNNING);
    assertThatThrownBy(() -> supervisor.purge("purged"))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(409));

    want();
    Until.holds("it has ended", () -> supervisor.views().isEmpty());
    supervisor.purge("purged");

    assertThat(folder.resolve("state/purged")).doesNotExist();
    assertThat(folder.resolve("logs/purged.log")).doesNotExist();
    assertThat(supervisor.logs("purged", 10, null)).isEmpty();
    assertThatThrownBy(() -> supervisor.purge("../purged"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldEndWhatANodeThatWasKilledLeftBehindBeforeItStartsAnother() throws IOException {
    JobSpec job = Specs.job("orphan", Map.of());
    Folders folders = new Folders(folder);
    Folders.create(folders.temporary("orphan"));
    Folders.create(folders.pids());
    Process orphan =
        new ChildJvm(FakeWorker.class.getName(), 64, List.of(), folders.temporary("orphan"))
            .start(List.of("orphan"));
    new PidFiles(folders).write(job, orphan.toHandle());
    supervisor.close();

    supervisor = supervisor();
    assertThat(view("orphan").orElseThrow().version()).isEqualTo(job.version()); // at once
    want(Specs.restarted(job));
    awaitState("orphan", WorkerState.STOPPING);
    assertThat(view("orphan").orElseThrow().pid()).isEqualTo(orphan.pid());
    assertThat(view("orphan").orElseThrow().version()).isEqualTo(job.version());
    assertThat(orphan.isAlive()).isTrue();
    orphan.getOutputStream().close(); // now it sees that its node is gone

    awaitState("orphan", WorkerState.RUNNING);
    assertThat(orphan.isAlive()).isFalse();
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsClosed() {
    List<JobSpec> jobs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      jobs.add(Specs.job("job-" + i, Map.of()));
    }
    want(jobs.toArray(JobSpec[]::new));
    Until.holds(
        "all run",
        () ->
            supervisor.views().stream().filter(v -> v.state() == WorkerState.RUNNING).count() == 4);
    List<Long> pids = supervisor.views().stream().map(WorkerView::pid).toList();

    supervisor.close();

    assertThat(pids)
        .allMatch(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(Folders.entries(folder.resolve("tmp/workers"))).isEmpty();
    assertThat(Folders.entries(folder.resolve("run"))).isEmpty();
    Until.holds(
        "no thread is left",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(
                    thread ->
                        thread.getName().startsWith("worker-")
                            || thread.getName().equals("supervisor")));
  }

  private void restart(WorkerTimeouts patience) {
    supervisor.close();
    supervisor = supervisor(patience);
  }

  private String errorCode(String job) {
    return view(job).map(WorkerView::error).map(ErrorView::code).orElse("");
  }

  private Supervisor supervisor() {
    return supervisor(WorkerTimeouts.DEFAULT);
  }

  private Supervisor supervisor(WorkerTimeouts patience) {
    return new Supervisor(
        Specs.node(folder, "127.0.0.1:1", Map.of("sasl.jaas.config", "canary")),
        id -> folder.resolve("job.jar"),
        FakeWorker.class.getName(),
        LOG_LIMITS,
        patience);
  }

  private void want(JobSpec... jobs) {
    Map<String, JobSpec> wanted = new java.util.HashMap<>();
    Stream.of(jobs).forEach(job -> wanted.put(job.name(), job));
    supervisor.want(wanted);
  }

  private void awaitState(String job, WorkerState state) {
    Until.within(
        java.time.Duration.ofSeconds(30),
        () -> job + " is " + state + ": " + view(job) + texts(job),
        () -> view(job).filter(view -> view.state() == state).isPresent());
  }

  private void awaitGone(String job, long pid) {
    Until.holds(
        job + " is gone",
        () ->
            view(job).isEmpty() && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  private Optional<WorkerView> view(String job) {
    return supervisor.views().stream().filter(view -> view.job().equals(job)).findFirst();
  }

  private List<String> texts(String job) {
    return supervisor.logs(job, 1_000, null).stream().map(LogLine::text).toList();
  }

  private static List<String> commandLine(long pid) {
    ProcessHandle.Info info = ProcessHandle.of(pid).orElseThrow().info();
    return Stream.of(info.arguments().orElse(new String[0])).toList();
  }
}

package dev.tidemark.tests.base;

import static java.util.stream.Collectors.joining;

import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.query.ProgressReader;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.progress.JobProgress.SourcePartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Follows a job, which runs in this JVM or elsewhere, by its committed progress. */
public final class JobRun implements AutoCloseable {

  private final TestKafka kafka;
  private final AutoCloseable job;
  private final Runnable failing;
  private final Supplier<Optional<String>> waitingFor;
  private final ProgressReader reader;
  private JobProgress last;

  private JobRun(
      TestKafka kafka,
      AutoCloseable job,
      Runnable failing,
      Supplier<Optional<String>> waitingFor,
      ProgressReader reader) {
    this.kafka = kafka;
    this.job = job;
    this.failing = failing;
    this.waitingFor = waitingFor;
    this.reader = reader;
    this.last = new JobProgress(List.of(), List.of());
  }

  /** Runs a job in this JVM. */
  public static JobRun start(TestKafka kafka, PhysicalPlan plan, RunConfig config) {
    return start(kafka, JobRunner.prepare(plan, config), plan, config);
  }

  /** Runs a job in this JVM that was checked when it was submitted, as workers do. */
  public static JobRun startSubmitted(TestKafka kafka, PhysicalPlan plan, RunConfig config) {
    return start(kafka, JobRunner.prepareSubmitted(plan, config), plan, config);
  }

  private static JobRun start(
      TestKafka kafka, JobRunner runner, PhysicalPlan plan, RunConfig config) {
    runner.start();
    return new JobRun(
        kafka,
        runner,
        () -> {
          if (runner.ended().isCompletedExceptionally()) {
            runner.ended().join();
          }
        },
        runner::waitingFor,
        ProgressReader.open(plan, config));
  }

  /** Follows a job that runs elsewhere. */
  public static JobRun follow(TestKafka kafka, PhysicalPlan plan, RunConfig config) {
    return new JobRun(
        kafka, () -> {}, () -> {}, Optional::empty, ProgressReader.open(plan, config));
  }

  /** What the job waits for during an outage. */
  public Optional<String> waitingFor() {
    return waitingFor.get();
  }

  /** The committed progress. */
  public JobProgress progress() {
    failing.run();
    last = reader.read();
    return last;
  }

  /** Waits until the committed progress fulfils a condition. */
  public JobProgress await(String what, Duration limit, Predicate<JobProgress> condition) {
    Await.until(() -> what + "; now " + text(last), limit, () -> condition.test(progress()));
    return last;
  }

  /**
   * Waits until everything has been read and counted, and all windows know that nothing more comes.
   */
  public JobProgress awaitEnd(Duration limit) {
    return await("everything is read and all is idle", limit, this::isAtEnd);
  }

  /** Waits until everything that is in the sources now has been read and counted. */
  public JobProgress awaitRead(Duration limit) {
    return await("everything is read", limit, this::hasReadAll);
  }

  private boolean isAtEnd(JobProgress progress) {
    return hasReadAll(progress)
        && progress.windows().stream().allMatch(JobProgress.WindowState::allIdle);
  }

  private boolean hasReadAll(JobProgress progress) {
    Map<String, Map<Integer, Long>> ends = new HashMap<>();
    return !progress.sources().isEmpty()
        && progress.waiting().isEmpty()
        && progress.sources().stream()
            .allMatch(
                source ->
                    source.position()
                            >= ends.computeIfAbsent(source.topic(), kafka::ends)
                                .getOrDefault(source.partition(), 0L)
                        && source.balanced());
  }

  private static String text(JobProgress progress) {
    return progress.sources().stream()
            .map(SourcePartition::toString)
            .collect(joining("\n  ", "\n  ", "\n  "))
        + progress.windows();
  }

  /** Stops the job after a commit. */
  @Override
  public void close() {
    try (reader) {
      job.close();
    } catch (Exception e) {
      throw new IllegalStateException("the job can't be closed", e);
    }
  }
}

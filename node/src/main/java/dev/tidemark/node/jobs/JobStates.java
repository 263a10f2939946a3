package dev.tidemark.node.jobs;

import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The state of a job: the sum of its workers on all nodes. */
public final class JobStates {

  private final JobSpec spec;
  private final List<WorkerView> all;
  private final List<WorkerView> ofRun;
  private final SortedSet<String> places;

  private JobStates(JobSpec spec, Collection<WorkerView> workers, Collection<String> placeable) {
    this.spec = spec;
    this.all = workers.stream().filter(worker -> worker.job().equals(spec.name())).toList();
    this.ofRun = all.stream().filter(worker -> worker.run() == spec.run()).toList();
    this.places = Placement.nodes(spec.name(), spec.settings().workers(), placeable);
  }

  /**
   * Returns the state of a job.
   *
   * @param workers on all live nodes; those of other jobs are ignored
   * @param placeable the ids of the nodes that may run workers
   */
  public static JobHealth of(
      JobSpec spec, Collection<WorkerView> workers, Collection<String> placeable) {
    JobStates states = new JobStates(spec, workers, placeable);
    return switch (spec.desiredState()) {
      case STOPPED -> states.stopped();
      case PAUSED -> states.paused();
      case RUNNING -> states.running();
    };
  }

  private JobHealth stopped() {
    List<WorkerView> alive = all.stream().filter(worker -> isAlive(worker)).toList();
    return alive.isEmpty()
        ? new JobHealth(JobState.STOPPED, null)
        : new JobHealth(JobState.STOPPING, "stopping on " + nodesOf(alive));
  }

  private JobHealth paused() {
    List<WorkerView> processing = processing();
    if (!processing.isEmpty()) {
      return new JobHealth(JobState.RUNNING, "pausing on " + nodesOf(processing));
    }
    if (in(WorkerState.PAUSED).isEmpty()) {
      return notProcessing();
    }
    return new JobHealth(JobState.PAUSED, trouble().orElse(null));
  }

  private JobHealth running() {
    List<WorkerView> processing = processing();
    if (processing.isEmpty()) {
      return notProcessing();
    }
    List<WorkerView> waiting =
        processing.stream().filter(worker -> waitingFor(worker) != null).toList();
    if (waiting.size() == processing.size()) {
      return new JobHealth(JobState.WAITING, "waits: " + waitingFor(waiting.get(0)));
    }
    if (!waiting.isEmpty()) {
      return new JobHealth(
          JobState.DEGRADED,
          "%s waits: %s".formatted(nodesOf(waiting), waitingFor(waiting.get(0))));
    }
    return trouble()
        .or(this::incomplete)
        .map(reason -> new JobHealth(JobState.DEGRADED, reason))
        .orElseGet(() -> new JobHealth(isComplete() ? JobState.COMPLETE : JobState.RUNNING, null));
  }

  private boolean isComplete() {
    return in(WorkerState.RUNNING).isEmpty();
  }

  private List<WorkerView> processing() {
    return ofRun.stream()
        .filter(
            worker ->
                worker.state() == WorkerState.RUNNING || worker.state() == WorkerState.COMPLETE)
        .toList();
  }

  private JobHealth notProcessing() {
    List<WorkerView> restoring = in(WorkerState.RESTORING);
    if (!restoring.isEmpty()) {
      return new JobHealth(JobState.RESTORING, restoring(restoring));
    }
    if (!in(WorkerState.STARTING).isEmpty() || !in(WorkerState.PAUSED).isEmpty()) {
      return new JobHealth(JobState.STARTING, null);
    }
    return trouble()
        .map(reason -> new JobHealth(JobState.FAILED, reason))
        .orElseGet(() -> new JobHealth(JobState.STARTING, whyNone()));
  }

  private String whyNone() {
    return Handover.obstacle(spec, all)
        .map(
            old ->
                "waits until node %s has stopped version %d".formatted(old.node(), old.version()))
        .orElseGet(
            () ->
                places.isEmpty()
                    ? "waits for a node that is not leaving"
                    : "waits for a worker on " + String.join(", ", places));
  }

  private Optional<String> trouble() {
    return ofRun.stream()
        .filter(
            worker ->
                worker.state() == WorkerState.FAILED || worker.state() == WorkerState.BACKING_OFF)
        .findFirst()
        .map(JobStates::trouble);
  }

  private static String trouble(WorkerView worker) {
    String what = worker.error() == null ? "ended" : worker.error().message();
    String then =
        worker.nextStartAt() == null ? "" : "; tries again at %s".formatted(worker.nextStartAt());
    return "node %s: %s%s".formatted(worker.node(), what, then);
  }

  private Optional<String> incomplete() {
    List<WorkerView> restoring = in(WorkerState.RESTORING);
    if (!restoring.isEmpty()) {
      return Optional.of(restoring(restoring));
    }
    SortedSet<String> missing = new TreeSet<>(places);
    processing().forEach(worker -> missing.remove(worker.node()));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("waits for a worker on " + String.join(", ", missing));
  }

  private static String restoring(List<WorkerView> workers) {
    long left =
        workers.stream()
            .map(WorkerView::report)
            .filter(Objects::nonNull)
            .flatMap(report -> report.tasks().stream())
            .mapToLong(task -> Math.max(0, task.restoreRemaining()))
            .sum();
    if (left == 0) {
      return nodesOf(workers) + " has its state, and waits for threads that are busy with records";
    }
    return "%s reads state back, %,d record%s to go"
        .formatted(nodesOf(workers), left, left == 1 ? "" : "s");
  }

  private List<WorkerView> in(WorkerState state) {
    Predicate<WorkerView> matching = worker -> worker.state() == state;
    return ofRun.stream().filter(matching).toList();
  }

  private static boolean isAlive(WorkerView worker) {
    return Handover.isAlive(worker.state());
  }

  private static @Nullable String waitingFor(WorkerView worker) {
    WorkerReport report = worker.report();
    return report == null ? null : report.waitingFor();
  }

  private static String nodesOf(List<WorkerView> workers) {
    return workers.stream()
        .map(WorkerView::node)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}

package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.cli.terminal.TextTable.Colored;
import dev.tidemark.cli.terminal.TextTable.Mood;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.Registering;
import dev.tidemark.client.api.job.TaskView;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jobs and their workers as human-readable text. */
public final class JobTables {
  private JobTables() {}

  /** A line for each job. */
  public static TextTable jobs(List<JobView> jobs) {
    TextTable table =
        new TextTable("NAME", "STATE", "RUN", "WORKERS", "TASKS", "JAR", "CHANGED", "REASON");
    for (JobView job : jobs) {
      table.row(
          job.spec().name(),
          state(job.state()),
          job.spec().run(),
          workers(job),
          tasks(job).size(),
          Formatting.shortId(job.spec().jar()),
          Formatting.instant(job.spec().changed().at()),
          reason(job));
    }
    return table;
  }

  /** Everything about one job. */
  public static List<String> description(JobView job, boolean colored) {
    JobSpec spec = job.spec();
    TextTable facts = new TextTable("JOB", spec.name());
    facts.row("state", state(job.state()));
    if (job.reason() != null) {
      facts.row("reason", Formatting.harmless(job.reason()));
    }
    facts
        .row("desired state", spec.desiredState())
        .row("application id", job.applicationId())
        .row("run", Integer.toString(spec.run()))
        .row("version", Long.toString(spec.version()))
        .row("class", spec.jobClass())
        .row("jar", spec.jar())
        .row("parameters", pairs(spec.parameters()))
        .row("settings", settings(spec.settings()))
        .row(
            "submitted", Formatting.instant(spec.submitted().at()) + " by " + spec.submitted().by())
        .row("changed", Formatting.instant(spec.changed().at()) + " by " + spec.changed().by());
    List<String> lines = new ArrayList<>(facts.colored(colored).lines());
    if (!job.workers().isEmpty()) {
      lines.add("");
      lines.addAll(workersTable(job.workers()).colored(colored).lines());
    }
    return lines;
  }

  public static Colored state(JobState state) {
    Mood mood =
        switch (state) {
          case RUNNING, COMPLETE -> Mood.GOOD;
          case FAILED, DEGRADED -> Mood.BAD;
          case STARTING, RESTORING, WAITING, PAUSED, STOPPING, STOPPED -> Mood.UNSETTLED;
        };
    return new Colored(mood, state.name());
  }

  private static Colored state(WorkerState state) {
    Mood mood =
        switch (state) {
          case RUNNING, COMPLETE -> Mood.GOOD;
          case FAILED, BACKING_OFF -> Mood.BAD;
          case STARTING, RESTORING, PAUSED, STOPPING, STOPPED -> Mood.UNSETTLED;
        };
    return new Colored(mood, state.name());
  }

  /** The tasks of all workers of a job. */
  static List<TaskView> tasks(JobView job) {
    return job.workers().stream()
        .map(WorkerView::report)
        .filter(report -> report != null)
        .flatMap(report -> report.tasks().stream())
        .toList();
  }

  /** Describes the resources that a job gets on each node. */
  public static String settings(JobSettings settings) {
    return "%s, %d MiB, %s, commits every %d ms%s"
        .formatted(
            Formatting.count(settings.threads(), "thread"),
            settings.memoryMb(),
            settings.workers() == 0 ? "all nodes" : Formatting.count(settings.workers(), "node"),
            settings.commitIntervalMs(),
            (settings.kafka().isEmpty() ? "" : ", " + pairs(settings.kafka()))
                + (settings.register() == Registering.NEVER ? "" : ", registers schemas"));
  }

  private static String workers(JobView job) {
    long running =
        job.workers().stream().filter(worker -> worker.state() == WorkerState.RUNNING).count();
    return running + "/" + job.workers().size();
  }

  private static TextTable workersTable(List<WorkerView> workers) {
    TextTable table =
        new TextTable(
            "NODE", "STATE", "PID", "SINCE", "STARTS", "TASKS", "HEAP MIB", "THREADS", "REASON");
    for (WorkerView worker : workers) {
      WorkerReport report = worker.report();
      table.row(
          worker.node(),
          state(worker.state()),
          worker.pid() == 0 ? "-" : Long.toString(worker.pid()),
          Formatting.instant(worker.since()),
          worker.starts(),
          report == null ? 0 : report.tasks().size(),
          report == null ? 0 : report.heapUsedMb(),
          report == null ? 0 : report.liveThreads(),
          reason(worker));
    }
    return table;
  }

  private static String reason(JobView job) {
    return Formatting.harmless(job.reason());
  }

  private static String reason(WorkerView worker) {
    @Nullable WorkerReport report = worker.report();
    if (worker.error() != null && worker.state() != WorkerState.RUNNING) {
      return Formatting.harmless(worker.error().message())
          + (worker.nextStartAt() == null
              ? ""
              : "; starts again at " + Formatting.instant(worker.nextStartAt()));
    }
    return report == null || report.waitingFor() == null
        ? "-"
        : "waits for " + Formatting.harmless(report.waitingFor());
  }

  private static String pairs(Map<String, String> pairs) {
    return pairs.isEmpty()
        ? "none"
        : new TreeMap<>(pairs)
            .entrySet().stream()
                .map(pair -> pair.getKey() + "=" + Formatting.harmless(pair.getValue()))
                .collect(Collectors.joining(" "));
  }
}

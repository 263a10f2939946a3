package dev.tidemark.cli;

import static dev.tidemark.cli.FakeCluster.NOON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.job.AlertView;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.ExceptionView;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.TaskView;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.client.api.progress.LagView;
import dev.tidemark.client.api.progress.LagView.PartitionLag;
import dev.tidemark.client.api.progress.LedgerView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fake cluster answers. */
public final class FakeViews {
  static final String JAR = "0123456789abcdef".repeat(4);

  private static final String PLAN =
      """
      {"job":"revenue","parameters":{"size":"5m"},
       "stages":[{"name":"orders","nodes":[
         {"id":"orders","kind":"stream","topic":"orders","type":"avro Order"},
         {"id":"paid","kind":"filter","input":"orders"}]}],
       "exchanges":[{"name":"revenue","carries":"partial_panes"}],
       "stores":[{"name":"revenue-panes","content":"panes","of":"revenue"}],
       "topics":[{"name":"orders","role":"stream"},{"name":"users","role":"table"},
         {"name":"revenue-by-region","role":"results"},{"name":"orders-late","role":"late"},
         {"name":"revenue-dead-letters","role":"dead_letters"}],
       "notes":["aggregated in two phases"]}
      """;

  private FakeViews() {}

  static JobView job(String name, long version, int run, JobState state) {
    DesiredState desired =
        switch (state) {
          case PAUSED -> DesiredState.PAUSED;
          case STOPPED, STOPPING -> DesiredState.STOPPED;
          default -> DesiredState.RUNNING;
        };
    JobSpec spec =
        new JobSpec(
            name,
            version,
            run,
            new JobSpec.Code(JAR, "org.example.Revenue", Map.of("size", "5m")),
            new JobSpec.Target(JobSettings.DEFAULT, desired, 0),
            new JobSpec.Planned(json(PLAN), Map.of("orders", 4)),
            new Author("alice", NOON),
            new Author("bob", NOON),
            null,
            null);
    boolean failed = state == JobState.FAILED;
    List<WorkerView> workers =
        state == JobState.STOPPED ? List.of() : List.of(worker(name, version, run, failed));
    return new JobView(
        spec, spec.applicationId(), state, failed ? "topic orders is gone" : null, workers);
  }

  private static WorkerView worker(String job, long version, int run, boolean failed) {
    @Nullable ErrorView error =
        failed ? new ErrorView("topic_missing", "topic orders is gone", "create it", NOON) : null;
    WorkerReport report =
        new WorkerReport(
            WorkerState.RUNNING,
            null,
            List.of(
                new TaskView("0_1", List.of("orders-1"), "restoring", 1_234),
                new TaskView("0_0", List.of("orders-0"), "running", 0)),
            List.of(
                new ExceptionView(
                    NOON, "stream-1", 3, "IllegalStateException: broken", "at a.B\n\tat c.D")),
            81,
            14,
            NOON);
    return new WorkerView(
        job,
        "node-a",
        run,
        version,
        failed ? WorkerState.FAILED : WorkerState.RUNNING,
        failed ? 0 : 4711,
        NOON,
        1,
        null,
        error,
        failed ? null : report);
  }

  static PlanView plan(String job) {
    return new PlanView(
        job,
        "org.example.Revenue",
        "job " + job + "\n",
        json(PLAN),
        Map.of("orders", 4, "users", 1),
        List.of(new ErrorView("topic_missing", "topic users does not exist", "create it", NOON)));
  }

  static LagView lag(String job, long lag, boolean again) {
    return new LagView(
        job,
        JobState.RUNNING,
        NOON,
        lag,
        41_000L,
        again ? 2_100.0 : null,
        again ? -900.0 : null,
        again ? 14_000L : null,
        AlertView.of(3, again ? 0.0 : null),
        List.of(
            new PartitionLag("orders", 0, 180_233, 184_377, lag, 41_000L, NOON, 0L, false, 12, 0),
            new PartitionLag(
                "orders", 1, 190_114, 190_114, 0, 0L, NOON.plusSeconds(31), 31_000L, false, 90, 3),
            new PartitionLag("users", 0, 7, 7, 0, null, null, null, true, 0, 0)));
  }

  static LedgerView ledger(JobView job) {
    return new LedgerView(
        job.spec().name(),
        job.applicationId(),
        List.of(
            new LedgerView.Source(
                "orders", 0, "revenue", 10, NOON, false, 10, 0, 2, 1, 0, 0, 7, true)),
        List.of(new LedgerView.Window("revenue", null, 5, 0, 2, false)),
        List.of());
  }

  public static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

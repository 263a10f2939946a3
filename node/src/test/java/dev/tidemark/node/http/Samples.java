package dev.tidemark.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.cluster.ClusterView;
import dev.tidemark.client.api.cluster.EventView;
import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.client.api.deadletters.DeadLetterStatsView;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import dev.tidemark.client.api.deadletters.DeadLettersView;
import dev.tidemark.client.api.deadletters.DiscardView;
import dev.tidemark.client.api.deadletters.RequeueView;
import dev.tidemark.client.api.job.AlertView;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.ExceptionView;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.client.api.job.TaskView;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.client.api.progress.LagView;
import dev.tidemark.client.api.progress.LedgerView;
import dev.tidemark.client.api.progress.OffsetsView;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.client.api.replay.ReplayPlanView;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.client.api.replay.ReplayStartView;
import dev.tidemark.client.api.replay.ReplayView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of each answer, with every field set. */
final class Samples {
  static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  static final String JAR_ID = "ab".repeat(32);
  static final String OTHER_JAR_ID = "cd".repeat(32);
  private static final JsonNode PLAN =
      JsonNodeFactory.instance.objectNode().put("format", 1).put("job", "revenue");

  private Samples() {}

  static WorkerView worker() {
    WorkerReport report =
        new WorkerReport(
            WorkerState.RUNNING,
            "the registry",
            List.of(new TaskView("0_1", List.of("orders-1"), "running", 3)),
            List.of(new ExceptionView(AT, "stream-1", 2, "NullPointerException", "at job")),
            91,
            14,
            AT);
    return new WorkerView(
        "revenue", "a", 1, 7, WorkerState.RUNNING, 4711, AT, 2, AT, error(), report);
  }

  static ErrorView error() {
    return new ErrorView("exited", "the job called exit(3)", "do not call exit", AT);
  }

  static JobSpec spec() {
    return new JobSpec(
        "revenue",
        7,
        1,
        new JobSpec.Code(JAR_ID, "com.example.Revenue", Map.of("minutes", "5")),
        new JobSpec.Target(settings(), DesiredState.RUNNING, 2),
        new JobSpec.Planned(PLAN, Map.of("orders", 3)),
        new Author("ada", AT),
        new Author("bob", AT),
        null,
        null);
  }

  static JobSettings settings() {
    return new JobSettings(2, 512, 3, 150, Map.of("max.poll.records", "200"));
  }

  static JobView job() {
    return new JobView(spec(), "revenue.r1", JobState.RUNNING, "a reason", List.of(worker()));
  }

  static ClusterView cluster() {
    NodeView node =
        new NodeView("a", "http://127.0.0.1:8080", "0.1.0", AT, AT, false, List.of(worker()));
    return new ClusterView("0.1.0", "tidemark", "kafka-1", "a", List.of(node));
  }

  static JarView jar(String id) {
    return new JarView(
        id,
        12,
        "ada",
        AT,
        List.of(new JarView.JarJob("com.example.Revenue", "revenue")),
        List.of("revenue"));
  }

  static PlanView plan() {
    return new PlanView(
        "revenue", "com.example.Revenue", "a plan", PLAN, Map.of("orders", 3), List.of(error()));
  }

  static UpgradeView upgrade() {
    return new UpgradeView(
        "revenue",
        UpgradeView.Verdict.IN_PLACE,
        List.of(
            new UpgradeView.Change(
                UpgradeView.Verdict.IN_PLACE, "filter paid", "code", "no state", "none")));
  }

  static SubmitView submitted(boolean isUpgrade, boolean dryRun) {
    return new SubmitView(job(), plan(), isUpgrade ? upgrade() : null, dryRun);
  }

  static JobRequest request() {
    return new JobRequest(
        "revenue",
        JAR_ID,
        "Revenue",
        Map.of("minutes", "5"),
        settings(),
        "earliest",
        DesiredState.PAUSED);
  }

  static OffsetsView offsets() {
    return new OffsetsView(
        "revenue", "revenue.r1", List.of(new OffsetsView.Entry("orders", 1, 4000000000L)));
  }

  static LagView lag() {
    return new LagView(
        "revenue",
        JobState.RUNNING,
        AT,
        12,
        40L,
        900.5,
        -3.5,
        14L,
        alert(),
        List.of(
            new LagView.PartitionLag("orders", 0, 180, 192, 12, 40L, AT, 2L, false, 1, 0),
            new LagView.PartitionLag("orders", 1, 9, 9, 0, 0L, null, null, true, 0, 0)));
  }

  static LedgerView ledger() {
    return new LedgerView(
        "revenue",
        "revenue.r1",
        List.of(
            new LedgerView.Source("orders", 0, "revenue", 9, AT, true, 9, 0, 4, 1, 1, 0, 3, true)),
        List.of(new LedgerView.Window("revenue", AT, 4, 0, 1, false)),
        List.of(new LedgerView.Waiting("orders", 0, 2, AT)));
  }

  static StoreView store() {
    return new StoreView("revenue-panes", "panes", "revenue", "string");
  }

  static StoreAnswer answer(JsonNode key) {
    return new StoreAnswer(
        "revenue",
        "revenue-panes",
        key,
        true,
        List.of(new StoreAnswer.Entry(AT, AT.plusSeconds(300), 2L, PLAN)),
        true,
        1,
        3,
        "a",
        AT,
        5L);
  }

  static AlertView alert() {
    return AlertView.of(7, 3.0);
  }

  static DeadLetterView letter() {
    return new DeadLetterView(
        "revenue-dead-letters",
        1,
        42,
        DeadLetterState.REQUEUED,
        "parse",
        "FUNCTION_FAILED",
        "java.lang.IllegalStateException",
        "IllegalStateException: no amount",
        new DeadLetterView.Source("orders", 1, 4711, AT),
        AT,
        AT,
        AT,
        4,
        1,
        "revenue.r1",
        12,
        3,
        17,
        JsonNodeFactory.instance.textNode("eu"),
        PLAN,
        "avro 12",
        new DeadLetterView.Resolution(
            DeadLetterState.REQUEUED, "ada", AT, "fixed", "orders/1/5000"),
        Map.of("tidemark.step", "parse"));
  }

  static DeadLettersView letters() {
    return new DeadLettersView("revenue", List.of(letter()), "bmV4dA");
  }

  static DeadLetterStatsView letterStats() {
    return new DeadLetterStatsView(
        "revenue",
        List.of("revenue-dead-letters"),
        4,
        1,
        1,
        1,
        1,
        List.of(
            new DeadLetterStatsView.Group(
                "revenue-dead-letters",
                "parse",
                "FUNCTION_FAILED",
                "java.lang.IllegalStateException",
                "IllegalStateException: no amount",
                4,
                1,
                AT,
                AT,
                "1:42")),
        0,
        true);
  }

  static RequeueView requeued() {
    return new RequeueView(
        "revenue",
        false,
        5,
        1,
        1,
        1,
        1,
        1,
        1,
        Map.of("orders", 1L),
        List.of(new RequeueView.Left("revenue-dead-letters", 1, 42, "its window is closed")),
        List.of("every reader sees them"),
        "bmV4dA");
  }

  static DiscardView discarded() {
    return new DiscardView("revenue", false, 3, "bmV4dA");
  }

  static EventView event(long id) {
    return new EventView(
        id, "job.state", "revenue", AT, JsonNodeFactory.instance.textNode("RUNNING"));
  }

  static HealthView health() {
    return new HealthView(true, List.of());
  }

  static LogLine line(String text) {
    return new LogLine("a", AT, text);
  }

  static ReplayView replay() {
    return new ReplayView(
        "revenue",
        2,
        "revenue.r2",
        ReplayMode.SHADOW,
        ReplayPhase.FREEZING,
        JobState.RUNNING,
        "a reason",
        ".replay-r2",
        ReplayFrom.at(AT),
        AT,
        OTHER_JAR_ID,
        "com.example.Revenue",
        "ada",
        AT,
        40,
        100,
        20.5,
        2_927L,
        61,
        List.of(new ReplayView.Partition("orders", 0, 10, 50, 110, 40, 100)));
  }

  static ReplayRequest replayRequest() {
    return new ReplayRequest(
        ReplayFrom.at(AT),
        AT,
        Map.of("orders", List.of(0, 1)),
        ReplayMode.SHADOW,
        ".again",
        OTHER_JAR_ID,
        "Revenue",
        Map.of("minutes", "5"));
  }

  static ReplayStartView replayStarted(boolean dryRun) {
    ReplayPlanView plan =
        new ReplayPlanView(
            "revenue",
            2,
            "revenue.r2",
            ReplayMode.SHADOW,
            ".replay-r2",
            OTHER_JAR_ID,
            "com.example.Revenue",
            Map.of("minutes", "5"),
            List.of(new ReplayPlanView.Partition("orders", 0, "stream", 90L, 10, 110, 100)),
            100,
            20_000,
            5,
            false,
            List.of("revenue-panes"),
            Map.of("revenue", "revenue.replay-r2"),
            List.of(error()));
    return new ReplayStartView(plan, dryRun ? null : replay());
  }

  static DiffView diff() {
    JsonNode value = JsonNodeFactory.instance.objectNode().put("cents", 5);
    JsonNode other = JsonNodeFactory.instance.objectNode().put("cents", 6);
    return new DiffView(
        "revenue",
        2,
        "7f9c",
        AT,
        true,
        error(),
        10,
        10,
        4,
        1,
        0,
        0,
        List.of(
            new DiffView.Output(
                "revenue",
                "revenue.replay-r2",
                AT,
                AT,
                List.of(new DiffView.Partition(0, "ab", "cd", 5, 5, 4, 1, 0, 0)),
                List.of(
                    new DiffView.Difference(
                        "CHANGED",
                        0,
                        JsonNodeFactory.instance.textNode("eu"),
                        AT,
                        value,
                        other)))));
  }
}

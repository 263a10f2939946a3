package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.client.api.replay.ReplayPlanView;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.client.api.replay.ReplayStartView;
import dev.tidemark.client.api.replay.ReplayView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The replay of a fake cluster: it is further with each look, and promoted or gone at the next. */
public final class FakeReplays {
  public final List<ReplayRequest> requests = new ArrayList<>();
  public boolean different;

  private final List<String> asked;
  private final Map<String, JobView> jobs;
  private @Nullable ReplayView replay;
  private int looks;

  FakeReplays(List<String> asked, Map<String, JobView> jobs) {
    this.asked = asked;
    this.jobs = jobs;
  }

  ReplayStartView begin(JobView job, ReplayRequest request, boolean dryRun) {
    requests.add(request);
    JobSpec spec = job.spec();
    ReplayMode mode = request.mode() == null ? ReplayMode.SHADOW : request.mode();
    String suffix =
        mode == ReplayMode.IN_PLACE
            ? ""
            : request.suffix() == null ? ".replay-r2" : request.suffix();
    ReplayPlanView plan =
        new ReplayPlanView(
            spec.name(),
            2,
            spec.name() + ".r2",
            mode,
            suffix,
            spec.jar(),
            spec.jobClass(),
            spec.parameters(),
            List.of(
                new ReplayPlanView.Partition(
                    "orders", 0, "stream", 180_233L, 92_010, 180_240, 88_230),
                new ReplayPlanView.Partition("orders", 1, "stream", null, 0, 10, 10),
                new ReplayPlanView.Partition("users", 0, "table", null, 0, 500, 500)),
            88_740,
            20_000,
            4_437,
            false,
            List.of("revenue-panes"),
            Map.of("revenue-by-region", "revenue-by-region" + suffix),
            List.of(
                new ErrorView(
                    "input_expired",
                    "orders-0: of what came since then, a part has expired",
                    "begin later",
                    FakeCluster.NOON)));
    if (!dryRun) {
      asked.add("replay " + spec.name() + " " + mode);
      replay = view(spec, mode, suffix, ReplayPhase.RUNNING, 10);
    }
    return new ReplayStartView(plan, replay);
  }

  List<ReplayView> list() {
    ReplayView now = replay;
    if (now == null) {
      return List.of();
    }
    looks++;
    if (now.phase() == ReplayPhase.CANCELLING && looks > 1) {
      replay = null;
    }
    if (now.phase() == ReplayPhase.FREEZING && looks > 1) {
      jobs.put(now.job(), FakeViews.job(now.job(), 2, 2, JobState.RUNNING));
      replay = null;
    }
    if (now.phase() == ReplayPhase.RUNNING && looks > 1) {
      replay = with(now, ReplayPhase.RUNNING, now.total());
    }
    return List.of(now);
  }

  ReplayView promote(int run) {
    asked.add("promote " + run);
    return phase(ReplayPhase.FREEZING);
  }

  ReplayView cancel(int run, boolean purge) {
    asked.add("cancel " + run + " purge=" + purge);
    return phase(ReplayPhase.CANCELLING);
  }

  DiffView diff(@Nullable String id, int limit) {
    asked.add("diff " + id + " " + limit);
    boolean done = id != null;
    JsonNodeFactory json = JsonNodeFactory.instance;
    List<DiffView.Difference> differences =
        different
            ? List.of(
                new DiffView.Difference(
                    "CHANGED",
                    1,
                    json.textNode("eu"),
                    FakeCluster.NOON,
                    json.objectNode().put("cents", 5),
                    json.objectNode().put("cents", 6)))
            : List.of();
    long changed = differences.size();
    DiffView.Output output =
        new DiffView.Output(
            "revenue-by-region",
            "revenue-by-region.replay-r2",
            null,
            FakeCluster.NOON,
            List.of(
                new DiffView.Partition(
                    1,
                    "ab".repeat(32),
                    (different ? "cd" : "ab").repeat(32),
                    9,
                    9,
                    9 - changed,
                    changed,
                    0,
                    0)),
            differences);
    return new DiffView(
        "revenue",
        2,
        "id-1",
        FakeCluster.NOON,
        done,
        null,
        done ? 18 : 4,
        18,
        done ? 9 - changed : 0,
        done ? changed : 0,
        0,
        0,
        done ? List.of(output) : List.of());
  }

  private ReplayView phase(ReplayPhase phase) {
    ReplayView now = Objects.requireNonNull(replay);
    looks = 0;
    ReplayView next = with(now, phase, now.done());
    replay = next;
    return next;
  }

  private static ReplayView with(ReplayView now, ReplayPhase phase, long done) {
    return new ReplayView(
        now.job(),
        now.run(),
        now.applicationId(),
        now.mode(),
        phase,
        now.state(),
        now.reason(),
        now.suffix(),
        now.from(),
        now.until(),
        now.jar(),
        now.jobClass(),
        now.startedBy(),
        now.startedAt(),
        done,
        now.total(),
        now.recordsPerSecond(),
        done == now.total() ? (Long) 0L : now.remainingMs(),
        now.lag(),
        now.partitions());
  }

  private ReplayView view(
      JobSpec spec, ReplayMode mode, String suffix, ReplayPhase phase, long done) {
    return new ReplayView(
        spec.name(),
        2,
        spec.name() + ".r2",
        mode,
        phase,
        JobState.RUNNING,
        null,
        suffix,
        requests.get(requests.size() - 1).from(),
        null,
        spec.jar(),
        spec.jobClass(),
        "ann",
        FakeCluster.NOON,
        done,
        100,
        45.0,
        2_000L,
        93,
        List.of(new ReplayView.Partition("orders", 0, 100, 100 + done, 200, done, 100)));
  }
}

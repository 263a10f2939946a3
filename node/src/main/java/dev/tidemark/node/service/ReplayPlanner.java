package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.replay.ReplayPlanView;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.node.jobs.Planning;
import dev.tidemark.runtime.preflight.RunGroups;
import dev.tidemark.runtime.replay.ReplayPlan;
import dev.tidemark.runtime.replay.ReplayStarts;
import dev.tidemark.worker.view.EngineViews;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns a replay request into a plan with its warnings. */
final class ReplayPlanner {

  /** The assumed records per second and thread, used if nothing was measured. */
  private static final long ASSUMED_PER_THREAD = 20_000;

  private final JarRequests jars;
  private final Planning planning;
  private final Runs runs;

  ReplayPlanner(JarRequests jars, Planning planning, Runs runs) {
    this.jars = jars;
    this.planning = planning;
    this.runs = runs;
  }

  /**
   * A replay that can be started.
   *
   * @param spec of the replay, or of the job that takes over the replay's run in place
   */
  record Planned(JobSpec spec, PlanView plan, ReplayPlanView view) {}

  /**
   * Plans a replay.
   *
   * @param measuredPerSecond the measured rate of the live job while it was behind; null if it was
   *     not behind
   */
  Planned plan(
      JobSpec job, ReplayRequest request, @Nullable Double measuredPerSecond, Author author) {
    PlanView plan = planOf(job, request);
    UpgradeView upgrade = Upgrades.compare(job, plan);
    if (upgrade.verdict() == UpgradeView.Verdict.REFUSED) {
      Upgrades.require(upgrade, "earliest");
    }
    ReplayMode mode = Objects.requireNonNullElse(request.mode(), ReplayMode.SHADOW);
    boolean usualShadows = mode == ReplayMode.SHADOW && request.suffix() == null;
    int run =
        runs.next(job.name(), job.run(), usualShadows ? Plans.written(plan.plan()) : List.of());
    String suffix =
        mode == ReplayMode.SHADOW
            ? Objects.requireNonNullElse(request.suffix(), RunGroups.shadowSuffix(run))
            : "";
    ReplayPlan replay =
        Errors.translated(
            () ->
                ReplayStarts.plan(
                    runs.config(job.applicationId()),
                    job.plan(),
                    plan.plan(),
                    engineRequest(request, suffix),
                    InstantSource.system()));
    JobSpec spec = spec(job, request, plan, run, mode, replay, author);
    return new Planned(spec, plan, view(spec, plan, replay, measuredPerSecond));
  }

  private PlanView planOf(JobSpec job, ReplayRequest request) {
    String jar = Objects.requireNonNullElse(request.jar(), job.jar());
    boolean sameJar = jar.equals(job.jar());
    @Nullable String jobClass =
        request.jobClass() == null && sameJar ? job.jobClass() : request.jobClass();
    return planning.plan(
        jars.file(jar),
        new PlanRequest(
            jobClass,
            Objects.requireNonNullElse(request.parameters(), job.parameters()),
            job.name(),
            job.settings().register()));
  }

  private static dev.tidemark.runtime.replay.ReplayRequest engineRequest(
      ReplayRequest request, String suffix) {
    return new dev.tidemark.runtime.replay.ReplayRequest(
        EngineViews.point(request.from()),
        Objects.requireNonNullElse(request.topics(), Map.of()),
        request.until(),
        suffix);
  }

  private static JobSpec spec(
      JobSpec job,
      ReplayRequest request,
      PlanView plan,
      int run,
      ReplayMode mode,
      ReplayPlan planned,
      Author author) {
    boolean shadow = mode == ReplayMode.SHADOW;
    Map<String, Map<Integer, ReplaySpec.Range>> ranges = new TreeMap<>();
    planned.partitions().stream()
        .filter(partition -> !partition.table())
        .forEach(
            partition ->
                ranges
                    .computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                    .put(
                        partition.partition(),
                        new ReplaySpec.Range(partition.from(), partition.to())));
    ReplaySpec replay =
        new ReplaySpec(
            job.name(),
            mode,
            planned.scope().suffix(),
            request.from(),
            request.until(),
            ReplayPhase.RUNNING,
            false,
            ranges,
            ReplaySpec.Base.of(job),
            author.by(),
            author.at());
    return new JobSpec(
        shadow ? ReplaySpec.nameOf(job.name()) : job.name(),
        shadow ? 1 : job.version() + 1,
        run,
        new JobSpec.Code(
            Objects.requireNonNullElse(request.jar(), job.jar()),
            plan.jobClass(),
            Objects.requireNonNullElse(request.parameters(), job.parameters())),
        new JobSpec.Target(job.settings(), DesiredState.RUNNING, job.restarts()),
        new JobSpec.Planned(plan.plan(), plan.partitions()),
        author,
        author,
        EngineViews.scope(planned.scope()),
        replay);
  }

  private static ReplayPlanView view(
      JobSpec spec, PlanView plan, ReplayPlan planned, @Nullable Double measuredPerSecond) {
    long records = planned.records();
    long seen = measuredPerSecond == null ? 0 : Math.round(measuredPerSecond);
    long rate = seen > 0 ? seen : ASSUMED_PER_THREAD * spec.settings().threads();
    ReplaySpec replay = Objects.requireNonNull(spec.replay());
    return new ReplayPlanView(
        spec.job(),
        spec.run(),
        spec.applicationId(),
        replay.mode(),
        replay.suffix(),
        spec.jar(),
        spec.jobClass(),
        spec.parameters(),
        planned.partitions().stream().map(EngineViews::partition).toList(),
        records,
        rate,
        records * 1_000 / rate,
        seen > 0,
        Plans.stores(plan.plan()),
        new TreeMap<>(planned.outputs()),
        warnings(plan, planned, spec));
  }

  private static List<ErrorView> warnings(PlanView plan, ReplayPlan planned, JobSpec spec) {
    List<ErrorView> warnings = new ArrayList<>();
    planned
        .warnings()
        .forEach(
            each ->
                warnings.add(
                    new ErrorView(each.code(), each.text(), each.hint(), spec.changed().at())));
    warnings.addAll(plan.warnings());
    return warnings;
  }

  static ApiException notFound(String name, int run) {
    return ApiException.of(
        404,
        "replay_not_found",
        "job '%s' has no replay of run %d".formatted(name, run),
        "see what there is: tidemark replay status " + name);
  }
}

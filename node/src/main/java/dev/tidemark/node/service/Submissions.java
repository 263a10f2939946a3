package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.node.jobs.Handover;
import dev.tidemark.node.jobs.JobRegistry;
import dev.tidemark.node.jobs.JobRequests;
import dev.tidemark.node.jobs.Planning;
import dev.tidemark.node.jobs.SpecChanges;
import dev.tidemark.node.replay.ReplayChanges;
import dev.tidemark.runtime.base.KafkaProperties;
import dev.tidemark.runtime.replay.StartOffsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Creates jobs and replaces them. All checks are made before anything is changed: the request, the
 * jar, the plan, the topics, the difference from the running job. Then the start offsets of a new
 * run are committed, and last the spec is decided; so a run never starts at other offsets than it
 * should.
 */
final class Submissions {

  private final JobRegistry jobRegistry;
  private final JarRequests jars;
  private final Planning planning;
  private final Runs runs;
  private final JobViews views;
  private final int jobsMax;

  Submissions(
      JobRegistry jobRegistry,
      JarRequests jars,
      Planning planning,
      Runs runs,
      JobViews views,
      int jobsMax) {
    this.jobRegistry = jobRegistry;
    this.jars = jars;
    this.planning = planning;
    this.runs = runs;
    this.views = views;
    this.jobsMax = jobsMax;
  }

  /** A checked request, with its plan. */
  private record Planned(JobRequest request, PlanView plan, StartOffsets.From from) {}

  SubmitView create(JobRequest request, boolean dryRun, Principal by) {
    check(request);
    if (request.name() != null) {
      JobRequests.name(request.name());
      refuseExisting(request.name(), Optional.ofNullable(jobRegistry.jobs().get(request.name())));
    }
    Planned planned = plan(request, request.name(), Optional.empty());
    String name = JobRequests.name(planned.plan().job());
    return create(name, planned, dryRun, by);
  }

  SubmitView put(
      String name, JobRequest request, OptionalLong ifMatch, boolean dryRun, Principal by) {
    check(name, request);
    Optional<JobSpec> old = Optional.ofNullable(jobRegistry.jobs().get(name));
    SpecChanges.requireVersion(old, ifMatch);
    Planned planned = plan(request, name, old);
    return old.isEmpty()
        ? create(name, planned, dryRun, by)
        : replace(old.get(), planned, ifMatch, dryRun, by);
  }

  UpgradeView checkUpgrade(String name, JobRequest request) {
    check(name, request);
    JobSpec old = views.spec(name);
    return Upgrades.compare(old, plan(request, name, Optional.of(old)).plan());
  }

  private static void check(String name, JobRequest request) {
    JobRequests.name(name);
    if (request.name() != null && !request.name().equals(name)) {
      throw ApiException.of(
          400,
          "name_mismatch",
          "the request names job '%s', its path '%s'".formatted(request.name(), name),
          "leave the name out of the body; a job can't be renamed");
    }
    check(request);
  }

  private static void check(JobRequest request) {
    JobRequests.check(request);
    Map<String, String> kafka =
        Optional.ofNullable(request.settings()).map(JobSettings::kafka).orElse(Map.of());
    Errors.translated(
        () -> {
          KafkaProperties.checkAllowed(kafka);
          return kafka;
        });
  }

  private Planned plan(JobRequest request, @Nullable String name, Optional<JobSpec> old) {
    StartOffsets.From from =
        Errors.translated(
            () -> StartOffsets.From.parse(Objects.requireNonNullElse(request.from(), "earliest")));
    PlanView plan =
        planning.plan(
            jars.file(request.jar()),
            new PlanRequest(
                request.jobClass(),
                SpecChanges.parameters(request, old),
                name,
                SpecChanges.settings(request, old).register()));
    return new Planned(request, plan, from);
  }

  private SubmitView create(String name, Planned planned, boolean dryRun, Principal by) {
    refuseExisting(name, Optional.ofNullable(jobRegistry.jobs().get(name)));
    Author author = new Author(by.name(), Instant.now());
    int run = newRun(name, planned.request());
    JobSpec wanted = SpecChanges.created(name, planned.request(), planned.plan(), run, author);
    if (dryRun) {
      return new SubmitView(views.of(wanted), planned.plan(), null, true);
    }
    Plans.requireRunnable(planned.plan());
    refuseTooMany();
    start(wanted, planned);
    JobSpec decided =
        decided(
            jobRegistry.change(
                name,
                old -> {
                  refuseExisting(name, old);
                  refuseTooMany();
                  jars.require(wanted.jar());
                  return Optional.of(wanted);
                }));
    Audit.job("create", decided, by);
    return new SubmitView(views.of(decided), planned.plan(), null, false);
  }

  private SubmitView replace(
      JobSpec old, Planned planned, OptionalLong ifMatch, boolean dryRun, Principal by) {
    UpgradeView upgrade = Upgrades.compare(old, planned.plan());
    Author author = new Author(by.name(), Instant.now());
    boolean replay = upgrade.verdict() == UpgradeView.Verdict.NEEDS_REPLAY;
    refuseDuringReplay(jobRegistry.jobs(), old.name(), replay);
    int run = replay ? nextRun(old.name(), old.run()) : old.run();
    JobSpec wanted = SpecChanges.upgraded(old, planned.request(), planned.plan(), run, author);
    if (dryRun) {
      boolean possible = upgrade.verdict() != UpgradeView.Verdict.REFUSED;
      return new SubmitView(views.of(possible ? wanted : old), planned.plan(), upgrade, true);
    }
    Upgrades.require(upgrade, planned.request().from());
    Plans.requireRunnable(planned.plan());
    if (replay) {
      start(wanted, planned);
    }
    JobSpec decided =
        decided(
            jobRegistry.change(
                old.name(), now -> Optional.of(replaced(old, now, ifMatch, planned, run, author))));
    Audit.job(replay ? "upgrade_with_replay" : "upgrade", decided, by);
    return new SubmitView(views.of(decided), planned.plan(), upgrade, false);
  }

  private JobSpec replaced(
      JobSpec seen,
      Optional<JobSpec> now,
      OptionalLong ifMatch,
      Planned planned,
      int run,
      Author author) {
    SpecChanges.requireVersion(now, ifMatch);
    JobSpec current = SpecChanges.existing(seen.name(), now);
    if (!Handover.isSameCode(seen, current)) {
      throw ApiException.of(
          409,
          "changed_meanwhile",
          "job '%s' was replaced by %s while this was planned"
              .formatted(current.name(), current.changed().by()),
          "look at it again, and repeat the change if it is still right");
    }
    refuseDuringReplay(jobRegistry.jobs(), current.name(), run != current.run());
    jars.require(planned.request().jar());
    JobSpec next = SpecChanges.upgraded(current, planned.request(), planned.plan(), run, author);
    boolean same =
        Handover.isSameCode(current, next)
            && current.settings().equals(next.settings())
            && current.desiredState() == next.desiredState();
    return same ? current : next;
  }

  /**
   * Refuses a new run during a replay: it would have the number of the replay's run, or make the
   * replay one of a run that is gone.
   */
  private static void refuseDuringReplay(Map<String, JobSpec> jobs, String name, boolean isNewRun) {
    ReplayChanges.requireNotPromoting(jobs, name, "upgraded");
    if (isNewRun) {
      ReplayChanges.requireNone(jobs, name);
    }
  }

  /** Commits the start offsets of a run before it can start; idempotent. */
  private void start(JobSpec spec, Planned planned) {
    Errors.translated(
        () ->
            StartOffsets.apply(
                runs.config(spec.applicationId()), Plans.streams(spec.plan()), planned.from()));
  }

  /**
   * Returns the number of the new run. State that an earlier job of this name has left is neither
   * taken over nor dropped silently.
   */
  private int newRun(String name, JobRequest request) {
    SortedSet<Integer> begun = runs.begun(name);
    if (!begun.isEmpty() && request.from() == null) {
      throw ApiException.of(
          409,
          "earlier_run_left",
          "an earlier job '%s' has left the state of run %d in Kafka".formatted(name, begun.last()),
          "say where a new run begins (--from earliest), or remove what is left: tidemark delete %s --purge"
              .formatted(name));
    }
    return nextRun(name, 0);
  }

  private int nextRun(String name, int atLeastAfter) {
    SortedSet<Integer> known = runs.known(name);
    int last = known.isEmpty() ? 0 : Collections.max(known);
    return Math.max(last, atLeastAfter) + 1;
  }

  private static void refuseExisting(String name, Optional<JobSpec> existing) {
    if (existing.isPresent()) {
      throw ApiException.of(
          409,
          "job_exists",
          "there is a job '%s' already, at version %d".formatted(name, existing.get().version()),
          "replace it (tidemark submit --replace), or give this one another name (--name)");
    }
  }

  private void refuseTooMany() {
    if (jobRegistry.jobs().size() >= jobsMax) {
      throw ApiException.of(
          429,
          "too_many_jobs",
          "the cluster has %d jobs already".formatted(jobRegistry.jobs().size()),
          "delete one, or raise limit.jobs");
    }
  }

  private static JobSpec decided(Optional<JobSpec> spec) {
    return spec.orElseThrow(() -> new IllegalStateException("a decision without a spec"));
  }
}

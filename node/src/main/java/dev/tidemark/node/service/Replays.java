package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.progress.LagView;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.client.api.replay.ReplayStartView;
import dev.tidemark.client.api.replay.ReplayView;
import dev.tidemark.node.jobs.JobRegistry;
import dev.tidemark.node.jobs.JobRequests;
import dev.tidemark.node.jobs.SpecChanges;
import dev.tidemark.node.replay.ReplayChanges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Starts replays, reports their progress, and promotes or cancels them. All checks are made before
 * anything is changed.
 */
final class Replays {

  private final JobRegistry jobRegistry;
  private final JarRequests jars;
  private final ReplayPlanner planner;
  private final ReplayViews views;
  private final LagReader lag;
  private final OffsetsReader offsets;

  Replays(
      JobRegistry jobRegistry,
      JarRequests jars,
      ReplayPlanner planner,
      ReplayViews views,
      LagReader lag,
      OffsetsReader offsets) {
    this.jobRegistry = jobRegistry;
    this.jars = jars;
    this.planner = planner;
    this.views = views;
    this.lag = lag;
    this.offsets = offsets;
  }

  ReplayStartView start(String name, ReplayRequest request, boolean dryRun, Principal by) {
    JobSpec job = job(name);
    ReplayRequests.check(request);
    ReplayChanges.requireNone(jobRegistry.jobs(), name);
    Author author = new Author(by.name(), Instant.now());
    ReplayPlanner.Planned planned = planner.plan(job, request, measured(job), author);
    if (dryRun) {
      return new ReplayStartView(planned.view(), null);
    }
    Plans.requireRunnable(planned.plan());
    JobSpec wanted = planned.spec();
    jobRegistry.changeTogether(
        now -> {
          jars.require(wanted.jar());
          return wanted.isShadow()
              ? ReplayChanges.begun(now, job, wanted)
              : ReplayChanges.begunInPlace(now, job, wanted);
        });
    Audit.job(wanted.isShadow() ? "replay" : "replay_in_place", wanted, by);
    return new ReplayStartView(planned.view(), views.of(wanted));
  }

  /** Returns the replays of a job: none or one. */
  List<ReplayView> list(String name) {
    return find(name).map(spec -> List.of(views.of(spec))).orElse(List.of());
  }

  ReplayView one(String name, int run) {
    return views.of(replay(name, OptionalInt.of(run)));
  }

  ReplayView promote(String name, int run, Principal by) {
    JobSpec replay = shadow(name, run);
    Map<String, Map<Integer, Long>> ends = ReplayDriver.ends(offsets, replay);
    Author author = new Author(by.name(), Instant.now());
    jobRegistry.changeTogether(
        now -> {
          requireRun(now, name, run);
          return ReplayChanges.promoting(now, name, ends, author);
        });
    Audit.job("replay_promote", replay, by);
    return views.of(replay(name, OptionalInt.of(run)));
  }

  ReplayView cancel(String name, int run, boolean purge, Principal by) {
    JobSpec replay = shadow(name, run);
    Author author = new Author(by.name(), Instant.now());
    jobRegistry.changeTogether(
        now -> {
          requireRun(now, name, run);
          return ReplayChanges.cancelled(now, name, purge, author);
        });
    Audit.job("replay_cancel", replay, by);
    return views.of(Optional.ofNullable(jobRegistry.jobs().get(replay.name())).orElse(replay));
  }

  /** Returns the shadow replay of this run. */
  JobSpec shadow(String name, int run) {
    job(name);
    return requireRun(jobRegistry.jobs(), name, run);
  }

  private static JobSpec requireRun(Map<String, JobSpec> jobs, String name, int run) {
    JobSpec replay = ReplayChanges.shadow(jobs, name);
    if (replay.run() != run) {
      throw ReplayPlanner.notFound(name, run);
    }
    return replay;
  }

  private JobSpec replay(String name, OptionalInt run) {
    return find(name)
        .filter(spec -> run.isEmpty() || spec.run() == run.getAsInt())
        .orElseThrow(() -> ReplayPlanner.notFound(name, run.orElse(0)));
  }

  private Optional<JobSpec> find(String name) {
    JobSpec job = job(name);
    List<JobSpec> found = new ArrayList<>();
    @Nullable JobSpec shadow = jobRegistry.jobs().get(ReplaySpec.nameOf(name));
    if (shadow != null) {
      found.add(shadow);
    } else if (job.replay() != null && job.replay().mode() == ReplayMode.IN_PLACE) {
      found.add(job);
    }
    return found.stream().findFirst();
  }

  private JobSpec job(String name) {
    return SpecChanges.existing(
        JobRequests.name(name), Optional.ofNullable(jobRegistry.jobs().get(name)));
  }

  /**
   * Returns the measured rate of a job; null if it is not behind, since then its rate is that of
   * its input and does not show its capacity.
   */
  private @Nullable Double measured(JobSpec job) {
    try {
      LagView seen = lag.lag(job.name());
      return seen.lag() > 0 ? seen.recordsPerSecond() : null;
    } catch (ApiException e) {
      return null; // only the estimate is less exact
    }
  }
}

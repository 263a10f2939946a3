package dev.tidemark.node.service;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.node.jobs.Handover;
import dev.tidemark.node.jobs.JobRegistry;
import dev.tidemark.node.jobs.JobRequests;
import dev.tidemark.node.jobs.SpecChanges;
import dev.tidemark.node.replay.ReplayChanges;
import dev.tidemark.runtime.base.InternalTopics;
import dev.tidemark.runtime.base.JobException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Changes of a job that need no jar, and its deletion. */
final class JobChanges {

  private static final Duration PURGE_MAX = Duration.ofSeconds(60);
  private static final long LOOK_MS = 100;

  private final JobRegistry jobRegistry;
  private final JobViews views;
  private final Runs runs;

  JobChanges(JobRegistry jobRegistry, JobViews views, Runs runs) {
    this.jobRegistry = jobRegistry;
    this.views = views;
    this.runs = runs;
  }

  JobView change(String name, JobVerb verb, OptionalLong ifMatch, Principal by) {
    JobRequests.name(name);
    Author author = new Author(by.name(), Instant.now());
    JobSpec decided =
        jobRegistry
            .change(
                name,
                old -> {
                  JobSpec existing = SpecChanges.existing(name, old);
                  SpecChanges.requireVersion(old, ifMatch);
                  if (verb == JobVerb.STOP || verb == JobVerb.PAUSE) {
                    ReplayChanges.requireNotPromoting(
                        jobRegistry.jobs(), name, verb == JobVerb.STOP ? "stopped" : "paused");
                  }
                  return Optional.of(SpecChanges.changed(existing, verb, author));
                })
            .orElseThrow(() -> SpecChanges.notFound(name));
    Audit.job(verb.name().toLowerCase(Locale.ROOT), decided, by);
    return views.of(decided);
  }

  void delete(String name, boolean purge, OptionalLong ifMatch, Principal by) {
    JobRequests.name(name);
    @Nullable JobSpec deleted = jobRegistry.jobs().get(name);
    if (deleted == null && purge && ifMatch.isEmpty()) {
      purgeLeft(name, by);
      return;
    }
    JobSpec[] last = new JobSpec[1];
    jobRegistry.changeTogether(
        jobs -> {
          Optional<JobSpec> old = Optional.ofNullable(jobs.get(name));
          last[0] = SpecChanges.existing(name, old);
          SpecChanges.requireVersion(old, ifMatch);
          return ReplayChanges.deleted(jobs, name);
        });
    Audit.job("delete", last[0], by);
    if (purge) {
      purge(name, Plans.all(last[0].plan()), by);
    }
  }

  private void purgeLeft(String name, Principal by) {
    if (runs.known(name).isEmpty()) {
      throw SpecChanges.notFound(name);
    }
    purge(name, List.of(), by);
  }

  /**
   * Removes all that the runs of a job keep in Kafka.
   *
   * @param spared topics that the job's author has named, even if they look like internal ones
   */
  private void purge(String name, List<String> spared, Principal by) {
    long end = System.nanoTime() + PURGE_MAX.toNanos();
    awaitNoWorkers(name, end);
    SortedSet<Integer> numbers = runs.known(name);
    for (int number : numbers) {
      purgeRun(name, number, spared, end);
    }
    Audit.purged(name, by);
  }

  private void awaitNoWorkers(String name, long end) {
    while (true) {
      List<WorkerView> alive =
          views.knownWorkers().stream()
              .filter(worker -> ReplaySpec.jobOf(worker.job()).equals(name))
              .filter(worker -> Handover.isAlive(worker.state()))
              .toList();
      if (alive.isEmpty()) {
        return;
      }
      if (System.nanoTime() > end) {
        throw unfinished(name, "node %s still runs a worker of it".formatted(alive.get(0).node()));
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(LOOK_MS));
    }
  }

  /**
   * Deletes the group of a run with retries: the group keeps a member that was killed until its
   * session is over.
   */
  private void purgeRun(String name, int number, List<String> spared, long end) {
    String applicationId = name + ".r" + number;
    while (true) {
      @Nullable JobSpec created = jobRegistry.jobs().get(name);
      if (created != null && created.run() == number) {
        return; // another client has created the job again and now owns it
      }
      try {
        InternalTopics.of(applicationId, runs.config(applicationId)).purge(spared);
        return;
      } catch (JobException e) {
        if (e.code() != JobException.Code.STATE_MISMATCH) {
          throw Errors.of(e);
        }
        if (System.nanoTime() > end) {
          throw unfinished(name, String.valueOf(e.getMessage()));
        }
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(5 * LOOK_MS));
    }
  }

  private static ApiException unfinished(String name, String reason) {
    return ApiException.of(
        503,
        "purge_unfinished",
        "job '%s' is deleted, and not yet purged: %s".formatted(name, reason),
        "purge again in a while: tidemark delete %s --purge".formatted(name));
  }
}

package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.node.cluster.Membership;
import dev.tidemark.node.jobs.Handover;
import dev.tidemark.node.jobs.JobRegistry;
import dev.tidemark.node.jobs.Placement;
import dev.tidemark.node.replay.Promotion;
import dev.tidemark.node.replay.Promotion.Step;
import dev.tidemark.node.replay.ReplayChanges;
import dev.tidemark.runtime.base.InternalTopics;
import dev.tidemark.runtime.base.JobException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the steps of promotions and cancellations, one after the other, of those replays that this
 * node is the first for. If it dies, the next node continues from the state in the job registry; if
 * two nodes consider themselves the first, the registry accepts only one of their steps.
 */
public final class ReplayDriver implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplayDriver.class);
  private static final long ROUND_MS = 500;
  private static final long STOP_SECONDS = 15;

  private final String self;
  private final JobRegistry jobRegistry;
  private final Membership membership;
  private final JobViews views;
  private final RunPositions positions;
  private final OffsetsReader offsets;
  private final Runs runs;
  private final Admin admin;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "tidemark-replays");
            made.setDaemon(true);
            return made;
          });
  private volatile boolean closed;

  ReplayDriver(
      ServiceParts parts,
      JobViews views,
      RunPositions positions,
      OffsetsReader offsets,
      Runs runs) {
    this.self = parts.config().id();
    this.jobRegistry = parts.memory().book();
    this.membership = parts.memory().membership();
    this.admin = parts.memory().admin();
    this.views = views;
    this.positions = positions;
    this.offsets = offsets;
    this.runs = runs;
  }

  /** Starts. */
  void start() {
    thread.scheduleWithFixedDelay(this::round, ROUND_MS, ROUND_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    Map<String, JobSpec> jobs = jobRegistry.jobs();
    for (JobSpec replay : jobs.values()) {
      if (!closed && replay.isShadow() && isMine(replay)) {
        try {
          step(jobs, replay);
        } catch (ApiException e) {
          LOG.info("job={} replay waits: {}", replay.job(), e.getMessage());
        } catch (RuntimeException e) {
          LOG.error("job={} a step of its replay failed, and is repeated", replay.job(), e);
        }
      }
    }
  }

  private boolean isMine(JobSpec replay) {
    return !membership.isUsurper()
        && Placement.nodes("driver of " + replay.name(), 1, membership.placeable()).contains(self);
  }

  private void step(Map<String, JobSpec> jobs, JobSpec replay) {
    ReplayPhase phase = ReplayChanges.replayOf(replay).phase();
    JobSpec job = jobs.get(replay.job());
    if (phase == ReplayPhase.CANCELLING) {
      cancel(replay);
    } else if (phase.promotes() && job != null) {
      promote(job, replay);
    }
  }

  private void promote(JobSpec job, JobSpec replay) {
    Author author = new Author(replay.changed().by(), Instant.now());
    Step step = Promotion.next(job, replay, positions.of(job), positions.of(replay));
    if (step instanceof Step.EndJob) {
      Map<String, Map<Integer, Long>> ends = ends(job);
      boolean same = ends.equals(ReplayChanges.scopeOf(job).until());
      if (!same || ReplayChanges.replayOf(replay).phase() != ReplayPhase.HANDING_OVER) {
        jobRegistry.changeTogether(now -> ReplayChanges.ended(now, job, replay, ends, author));
        LOG.info("job={} run={} is given an end", job.name(), job.applicationId());
      }
    } else if (step instanceof Step.EndWorkers) {
      jobRegistry.changeTogether(now -> ReplayChanges.switching(now, job, replay, author));
      LOG.info("job={} runs={},{} change places", job.name(), job.run(), replay.run());
    } else if (step instanceof Step.HandOver handOver) {
      jobRegistry.changeTogether(
          now -> ReplayChanges.handedOver(now, job, replay, handOver.cut(), author));
      JobSpec now = jobRegistry.jobs().get(job.name());
      if (now != null && now.run() == replay.run()) {
        Audit.job("promote", now, new Principal(replay.changed().by(), Principal.Role.SUBMITTER));
      }
    } else if (step instanceof Step.Wait wait) {
      LOG.debug("job={} promotion waits for {}", job.name(), wait.until());
    }
  }

  /** Returns the current ends of the streams of a job. */
  private Map<String, Map<Integer, Long>> ends(JobSpec job) {
    return ends(offsets, job);
  }

  static Map<String, Map<Integer, Long>> ends(OffsetsReader offsets, JobSpec job) {
    Map<String, Map<Integer, Long>> ends = new TreeMap<>();
    offsets
        .offsets(offsets.partitions(Plans.streams(job.plan())), OffsetSpec.latest())
        .forEach(
            (partition, end) ->
                ends.computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                    .put(partition.partition(), end));
    return ends;
  }

  private void cancel(JobSpec replay) {
    List<WorkerView> alive =
        views.knownWorkers().stream()
            .filter(worker -> worker.job().equals(replay.name()))
            .filter(worker -> Handover.isAlive(worker.state()))
            .toList();
    if (!alive.isEmpty()) {
      return;
    }
    try {
      String applicationId = replay.applicationId();
      InternalTopics.of(applicationId, runs.config(applicationId)).purge(Plans.all(replay.plan()));
    } catch (JobException e) {
      if (e.code() == JobException.Code.STATE_MISMATCH) {
        return; // the group keeps a member that was killed until its session is over
      }
      throw Errors.of(e);
    }
    if (ReplayChanges.replayOf(replay).purge()) {
      deleteShadows(replay);
    }
    jobRegistry.changeTogether(now -> ReplayChanges.forgotten(now, replay));
    Audit.job(
        "replay_removed", replay, new Principal(replay.changed().by(), Principal.Role.SUBMITTER));
  }

  private void deleteShadows(JobSpec replay) {
    ReplaySpec spec = ReplayChanges.replayOf(replay);
    if (spec.suffix().isEmpty()) {
      return;
    }
    List<String> own = Plans.all(replay.plan());
    List<String> existing = List.copyOf(Errors.await(admin.listTopics().names()));
    List<String> shadows =
        Plans.written(replay.plan()).stream()
            .map(topic -> topic + spec.suffix())
            .filter(existing::contains)
            .filter(topic -> !own.contains(topic))
            .toList();
    Errors.await(admin.deleteTopics(shadows).all());
    LOG.info("job={} run={} deleted shadow topics={}", replay.job(), replay.run(), shadows);
  }
}

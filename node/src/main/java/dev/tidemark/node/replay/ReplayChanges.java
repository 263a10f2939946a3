package dev.tidemark.node.replay;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.RunScope;
import dev.tidemark.node.jobs.Handover;
import dev.tidemark.node.jobs.JobRegistry.Change;
import dev.tidemark.node.jobs.SpecChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The legal changes of a replay and its job, each from the state in the registry to the state that
 * it should have; so that they are made all together or not at all. Pure.
 */
public final class ReplayChanges {

  private ReplayChanges() {}

  /** Begins one beside the job. */
  public static List<Change> begun(Map<String, JobSpec> book, JobSpec seen, JobSpec replay) {
    JobSpec job = SpecChanges.existing(seen.name(), Optional.ofNullable(book.get(seen.name())));
    requireNone(book, job.name());
    requireSameRun(seen, job);
    return List.of(new Change(replay.name(), Optional.of(replay)));
  }

  /** Begins one in the place of the job's run. */
  public static List<Change> begunInPlace(
      Map<String, JobSpec> book, JobSpec seen, JobSpec replaying) {
    JobSpec job = SpecChanges.existing(seen.name(), Optional.ofNullable(book.get(seen.name())));
    requireNone(book, job.name());
    requireSameRun(seen, job);
    if (job.version() != seen.version()) {
      throw changedMeanwhile(job);
    }
    return List.of(new Change(job.name(), Optional.of(replaying)));
  }

  /**
   * Lets the replay take the live job's place.
   *
   * @param ends where the topics end that the replay reads: where it stops
   */
  public static List<Change> promoting(
      Map<String, JobSpec> book, String name, Map<String, Map<Integer, Long>> ends, Author author) {
    JobSpec job = SpecChanges.existing(name, Optional.ofNullable(book.get(name)));
    JobSpec replay = shadow(book, name);
    ReplaySpec spec = replayOf(replay);
    if (spec.phase().promotes()) {
      return List.of();
    }
    if (spec.phase() == ReplayPhase.CANCELLING) {
      throw ApiException.of(
          409,
          "replay_cancelled",
          "the replay of job '%s' was cancelled".formatted(name),
          "begin another one: tidemark replay " + name);
    }
    requireRunning(job);
    if (!spec.base().equals(ReplaySpec.Base.of(job))) {
      throw ApiException.of(
          409,
          "job_changed",
          "job '%s' was upgraded by %s since the replay began; promoting it would take that back"
              .formatted(name, job.changed().by()),
          "cancel the replay, and begin it again: tidemark replay cancel " + name);
    }
    return List.of(
        next(
            replay, scopeOf(replay).withUntil(ends), spec.in(ReplayPhase.FREEZING, false), author));
  }

  /**
   * Gives the live run an end, as {@link Promotion} has decided from what was seen.
   *
   * @return nothing if the book has changed since: then it is to be decided again
   */
  public static List<Change> ended(
      Map<String, JobSpec> book,
      JobSpec seenJob,
      JobSpec seenReplay,
      Map<String, Map<Integer, Long>> ends,
      Author author) {
    if (!isUnchanged(book, seenJob, seenReplay)) {
      return List.of();
    }
    JobSpec replay =
        seenReplay
            .next(author)
            .withScope(
                seenReplay.scope(), replayOf(seenReplay).in(ReplayPhase.HANDING_OVER, false));
    return List.of(
        new Change(replay.name(), Optional.of(desired(replay, DesiredState.RUNNING))),
        next(seenJob, scopeOf(seenJob).withUntil(ends), seenJob.replay(), author));
  }

  /**
   * Ends the workers of both, as {@link Promotion} has decided from what was seen: those of the
   * replay by its spec, those of the job since its replay is in this phase.
   *
   * @return nothing if the book has changed since: then it is to be decided again
   */
  public static List<Change> switching(
      Map<String, JobSpec> book, JobSpec seenJob, JobSpec seenReplay, Author author) {
    if (!isUnchanged(book, seenJob, seenReplay)) {
      return List.of();
    }
    JobSpec replay =
        seenReplay
            .next(author)
            .withScope(seenReplay.scope(), replayOf(seenReplay).in(ReplayPhase.SWITCHING, false));
    return List.of(new Change(replay.name(), Optional.of(desired(replay, DesiredState.STOPPED))));
  }

  /**
   * Lets the job continue as the replay's run, as {@link Promotion} has decided from what was seen.
   * The replay goes first: a node that sees that alone stops its workers, and has not started
   * anything.
   *
   * @return nothing if the book has changed since: then it is to be decided again
   */
  public static List<Change> handedOver(
      Map<String, JobSpec> book,
      JobSpec seenJob,
      JobSpec seenReplay,
      RunScope.Cut cut,
      Author author) {
    if (!isUnchanged(book, seenJob, seenReplay)) {
      return List.of();
    }
    return List.of(
        new Change(seenReplay.name(), Optional.empty()),
        new Change(
            seenJob.name(),
            Optional.of(
                new JobSpec(
                    seenJob.name(),
                    seenJob.version() + 1,
                    seenReplay.run(),
                    seenReplay.code(),
                    seenJob.target(),
                    seenReplay.planned(),
                    seenReplay.submitted(),
                    new Author(seenReplay.changed().by(), author.at()),
                    scopeOf(seenReplay).withCut(cut),
                    null))));
  }

  /**
   * Ends a shadow replay; a job that was about to be replaced continues without an end.
   *
   * @param purge whether its shadow topics go, too
   */
  public static List<Change> cancelled(
      Map<String, JobSpec> book, String name, boolean purge, Author author) {
    JobSpec replay = shadow(book, name);
    ReplaySpec spec = replayOf(replay);
    List<Change> changes = new ArrayList<>();
    boolean promoted =
        spec.phase() == ReplayPhase.HANDING_OVER || spec.phase() == ReplayPhase.SWITCHING;
    if (spec.phase() != ReplayPhase.CANCELLING || (purge && !spec.purge())) {
      changes.add(
          new Change(
              replay.name(),
              Optional.of(
                  desired(
                      replay
                          .next(author)
                          .withScope(
                              replay.scope(),
                              spec.in(ReplayPhase.CANCELLING, purge || spec.purge())),
                      DesiredState.STOPPED))));
    }
    JobSpec job = book.get(name);
    if (job != null && promoted) {
      changes.add(endless(job, author));
    }
    return changes;
  }

  /** Forgets a cancelled replay whose leftovers are gone. */
  public static List<Change> forgotten(Map<String, JobSpec> book, JobSpec seen) {
    JobSpec replay = book.get(seen.name());
    return replay != null && replay.version() == seen.version()
        ? List.of(new Change(seen.name(), Optional.empty()))
        : List.of();
  }

  /** Deletes a job, and first its replay, if there is one. */
  public static List<Change> deleted(Map<String, JobSpec> book, String name) {
    List<Change> changes = new ArrayList<>();
    if (book.containsKey(ReplaySpec.nameOf(name))) {
      changes.add(new Change(ReplaySpec.nameOf(name), Optional.empty()));
    }
    changes.add(new Change(name, Optional.empty()));
    return changes;
  }

  /** Refuses what would get in the way of a promotion. */
  public static void requireNotPromoting(
      Map<String, JobSpec> book, String name, String participle) {
    JobSpec replay = book.get(ReplaySpec.nameOf(name));
    if (replay != null && replayOf(replay).phase().promotes()) {
      throw ApiException.of(
          409,
          "promotion_under_way",
          "run %s is taking the place of job '%s', which can't be %s meanwhile"
              .formatted(replay.applicationId(), name, participle),
          "wait until it has, or cancel it: tidemark replay cancel " + name);
    }
  }

  /** Refuses a second replay, or another run. */
  public static void requireNone(Map<String, JobSpec> book, String name) {
    JobSpec replay = book.get(ReplaySpec.nameOf(name));
    if (replay != null) {
      throw ApiException.of(
          409,
          "replay_exists",
          "job '%s' is being replayed already, as run %s (%s)"
              .formatted(name, replay.applicationId(), replayOf(replay).phase()),
          "promote or cancel that one: tidemark replay promote|cancel " + name);
    }
  }

  /** The shadow replay of a job. */
  public static JobSpec shadow(Map<String, JobSpec> book, String name) {
    JobSpec replay = book.get(ReplaySpec.nameOf(name));
    if (replay != null) {
      return replay;
    }
    JobSpec job = SpecChanges.existing(name, Optional.ofNullable(book.get(name)));
    if (job.replay() != null && job.replay().mode() == ReplayMode.IN_PLACE) {
      throw ApiException.of(
          409,
          "replay_in_place",
          "job '%s' is replayed in place: run %s is the job itself"
              .formatted(name, job.applicationId()),
          "look at it with tidemark replay status %s; to end it, stop the job".formatted(name));
    }
    throw ApiException.of(
        404,
        "replay_not_found",
        "job '%s' is not being replayed".formatted(name),
        "begin with tidemark replay %s --to-earliest --dry-run".formatted(name));
  }

  /** Returns the properties that make a spec a replay. */
  public static ReplaySpec replayOf(JobSpec spec) {
    if (spec.replay() == null) {
      throw new IllegalArgumentException(spec.name() + " is no replay");
    }
    return spec.replay();
  }

  /** Returns the differences between a spec's run and the plain one. */
  public static RunScope scopeOf(JobSpec spec) {
    return spec.scope() == null ? RunScope.NONE : spec.scope();
  }

  private static Change endless(JobSpec job, Author author) {
    RunScope without = scopeOf(job).withUntil(Map.of());
    @Nullable RunScope scope = without.equals(RunScope.NONE) ? null : without;
    return new Change(job.name(), Optional.of(job.next(author).withScope(scope, job.replay())));
  }

  private static JobSpec desired(JobSpec spec, DesiredState desired) {
    return spec.withTarget(new JobSpec.Target(spec.settings(), desired, spec.restarts()));
  }

  private static Change next(
      JobSpec spec, RunScope scope, @Nullable ReplaySpec replay, Author author) {
    return new Change(spec.name(), Optional.of(spec.next(author).withScope(scope, replay)));
  }

  private static boolean isUnchanged(Map<String, JobSpec> book, JobSpec... seen) {
    for (JobSpec each : seen) {
      JobSpec now = book.get(each.name());
      if (now == null || now.version() != each.version() || now.run() != each.run()) {
        return false;
      }
    }
    return true;
  }

  private static void requireRunning(JobSpec job) {
    if (job.desiredState() != DesiredState.RUNNING) {
      throw ApiException.of(
          409,
          "job_not_running",
          "job '%s' is %s; it has to come to its end before another run takes its place"
              .formatted(job.name(), job.desiredState()),
          "let it run: tidemark resume " + job.name());
    }
  }

  private static void requireSameRun(JobSpec seen, JobSpec now) {
    if (!Handover.isSameCode(seen, now)) {
      throw changedMeanwhile(now);
    }
  }

  private static ApiException changedMeanwhile(JobSpec job) {
    return ApiException.of(
        409,
        "changed_meanwhile",
        "job '%s' was changed by %s while this was planned"
            .formatted(job.name(), job.changed().by()),
        "look at it again, and repeat the request if it is still right");
  }
}

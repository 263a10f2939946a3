package dev.tidemark.node.replay;

import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.RunScope;
import dev.tidemark.topology.plan.document.PlanDocument;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The steps by which a replay takes the place of the live job: the next step is a function of the
 * registry and of the positions of the two runs. Has no side effects; it returns the same steps for
 * every caller, however often it is called.
 *
 * <p><b>First the replay</b> is given an end, so that it stops. <b>Then the live run</b>, once it
 * has closed whatever the replay has closed, is given one, too. <b>Then the workers of both
 * end</b>, and they change places: the position of the live run is the cut. What is made of records
 * before it, and of panes that it has closed, is the live run's; the replay's run has made them as
 * well, but for its shadow topics. All that comes after is the new run's. Nothing is missing, since
 * the live run is nowhere behind the replay; and nothing is there twice, since each of the two
 * writes to the job's topics on its own side of the cut alone.
 *
 * <p>A run may read past its end by what it has read before it learns of it. And one that has read
 * everything may still close windows, when its partitions turn out to be idle. So the cut is the
 * position of the live run once no worker runs it any more, not the position that it should have;
 * and if it is behind then, both continue once more.
 */
public final class Promotion {

  private Promotion() {}

  /**
   * The committed position of a run.
   *
   * @param complete whether all its workers, which are those of the newest version, have read
   *     everything up to its end; found out before the rest was read
   * @param ended whether no worker runs it; found out before the rest was read
   * @param sources one past the last offset processed, by topic and partition
   * @param windows up to which millisecond panes are closed, by window and partition
   */
  public record Stand(
      boolean complete,
      boolean ended,
      Map<String, Map<Integer, Long>> sources,
      Map<String, Map<Integer, Long>> windows) {}

  /** The next step. */
  public sealed interface Step {
    /**
     * Look again.
     *
     * @param until what it waits for, one line
     */
    record Wait(String until) implements Step {}

    /** Give the live run an end, where its topics end now, and let both come to theirs. */
    record EndJob() implements Step {}

    /** End the workers of both. */
    record EndWorkers() implements Step {}

    /** Let the job continue as the replay's run. */
    record HandOver(RunScope.Cut cut) implements Step {}
  }

  /**
   * The next step.
   *
   * @param job the live one
   * @param replay of it, in a phase that {@linkplain ReplayPhase#promotes() promotes}
   * @param live what the live run has come to
   * @param shadow what the replay has come to
   */
  public static Step next(JobSpec job, JobSpec replay, Stand live, Stand shadow) {
    if (job.desiredState() != DesiredState.RUNNING) {
      return new Step.Wait(
          "job '%s' to run again, so that it comes to its end".formatted(job.name()));
    }
    ReplayPhase phase = phase(replay);
    if (phase == ReplayPhase.SWITCHING) {
      return switching(job, replay, live, shadow);
    }
    if (!shadow.complete()) {
      return new Step.Wait("the replay to come to its end");
    }
    Optional<String> behind =
        sourcesBehind(live, shadow).or(() -> windowsBehind(job, live, shadow));
    if (phase == ReplayPhase.FREEZING) {
      return behind.<Step>map(Step.Wait::new).orElseGet(Step.EndJob::new);
    }
    if (!live.complete()) {
      return new Step.Wait("run %s to come to its end".formatted(job.applicationId()));
    }
    return behind.isPresent()
        ? new Step.EndJob() // more may have come since
        : new Step.EndWorkers();
  }

  private static Step switching(JobSpec job, JobSpec replay, Stand live, Stand shadow) {
    if (!live.ended() || !shadow.ended()) {
      return new Step.Wait("the workers of both runs to end");
    }
    return sourcesBehind(live, shadow).or(() -> windowsBehind(job, live, shadow)).isPresent()
        ? new Step.EndJob()
        : new Step.HandOver(cut(job, replay, live));
  }

  /** Returns what the live run reads, and has not read as far as the replay; empty if nothing. */
  private static Optional<String> sourcesBehind(Stand live, Stand shadow) {
    for (Map.Entry<String, Map<Integer, Long>> topic : shadow.sources().entrySet()) {
      if (!live.sources().containsKey(topic.getKey())) {
        continue; // the replay alone reads it
      }
      for (Map.Entry<Integer, Long> partition : topic.getValue().entrySet()) {
        long reached = at(live.sources(), topic.getKey(), partition.getKey(), 0L);
        if (reached < partition.getValue()) {
          return Optional.of(
              "the live run to process %s/%d as far as offset %d; it is at %d"
                  .formatted(topic.getKey(), partition.getKey(), partition.getValue(), reached));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns what the live run has not closed as far as the replay; empty if nothing. */
  private static Optional<String> windowsBehind(JobSpec job, Stand live, Stand shadow) {
    for (Map.Entry<String, Map<Integer, Long>> window : shadow.windows().entrySet()) {
      if (!hasWindow(job, window.getKey())) {
        continue; // the replay alone has it
      }
      for (Map.Entry<Integer, Long> partition : window.getValue().entrySet()) {
        long reached = at(live.windows(), window.getKey(), partition.getKey(), Long.MIN_VALUE);
        if (reached < partition.getValue()) {
          return Optional.of(
              "the live run to close window '%s' as far as the replay has, up to %s (partition %d)"
                  .formatted(
                      window.getKey(),
                      Instant.ofEpochMilli(partition.getValue()),
                      partition.getKey()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean hasWindow(JobSpec job, String window) {
    return PlanDocument.of(job.plan()).windows().containsKey(window);
  }

  /** Returns the cut: what the live run was to read, and what it has read beyond, is its own. */
  private static RunScope.Cut cut(JobSpec job, JobSpec replay, Stand live) {
    Map<String, Map<Integer, Long>> sources = new TreeMap<>();
    merge(sources, live.sources());
    merge(sources, scopeOf(job).until());
    return new RunScope.Cut(replayOf(replay).suffix(), sources, live.windows());
  }

  private static void merge(
      Map<String, Map<Integer, Long>> highest, Map<String, Map<Integer, Long>> more) {
    more.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, offset) ->
                    highest
                        .computeIfAbsent(topic, name -> new TreeMap<>())
                        .merge(partition, offset, Math::max)));
  }

  private static long at(
      Map<String, Map<Integer, Long>> values, String name, int partition, long otherwise) {
    return values.getOrDefault(name, Map.of()).getOrDefault(partition, otherwise);
  }

  private static RunScope scopeOf(JobSpec spec) {
    return spec.scope() == null ? RunScope.NONE : spec.scope();
  }

  private static ReplayPhase phase(JobSpec replay) {
    return replayOf(replay).phase();
  }

  private static ReplaySpec replayOf(JobSpec spec) {
    if (spec.replay() == null) {
      throw new IllegalArgumentException(spec.name() + " is no replay");
    }
    return spec.replay();
  }
}

package dev.tidemark.node.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.RunScope;
import dev.tidemark.node.deadletters.PlanWindows;
import dev.tidemark.node.replay.ReplayChanges;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.document.PlannedWindow;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.progress.RunPosition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The range of an output's results that can be compared: those that both runs have completed, of
 * windows that had not begun before the replay.
 */
final class OutputRanges {

  private OutputRanges() {}

  /**
   * The state of a run.
   *
   * @param position the times up to which its windows are closed
   * @param progress the watermarks of its sources
   */
  record Reached(JsonNode plan, RunPosition position, JobProgress progress) {}

  /**
   * The window whose results go to an output.
   *
   * @param reachMs the least time after a missing element during which results may be incomplete
   */
  private record Feeding(String window, long reachMs) {}

  /**
   * Returns the last time that both have completed; empty: all of it can be compared, since no
   * result of this output waits for event time.
   */
  static OptionalLong through(String topic, Reached live, Reached replay) {
    if (!haveTheSamePartitionsClosed(topic, live, replay)) {
      return OptionalLong.of(Long.MIN_VALUE);
    }
    OptionalLong first = through(topic, live);
    OptionalLong second = through(topic, replay);
    if (first.isEmpty()) {
      return second;
    }
    return second.isEmpty()
        ? first
        : OptionalLong.of(Math.min(first.getAsLong(), second.getAsLong()));
  }

  /**
   * Returns whether both runs have closed windows in the same partitions: if one has closed nothing
   * in a partition yet, nothing of it can be compared.
   */
  private static boolean haveTheSamePartitionsClosed(String topic, Reached live, Reached replay) {
    Optional<Feeding> before = feeding(live.plan(), topic);
    Optional<Feeding> after = feeding(replay.plan(), topic);
    return before.isEmpty()
        || after.isEmpty()
        || partitions(live, before.get()).equals(partitions(replay, after.get()));
  }

  private static Set<Integer> partitions(Reached run, Feeding feeding) {
    return run.position().closed().getOrDefault(feeding.window(), Map.of()).keySet();
  }

  /**
   * Returns the time up to which results may lack records from before the start of the replay;
   * empty if all results are complete.
   */
  static OptionalLong after(String topic, JobSpec replay) {
    OptionalLong highest =
        ReplayChanges.scopeOf(replay).starts().values().stream()
            .flatMap(starts -> starts.values().stream())
            .map(RunScope.Start::highestEventTimeMs)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .max();
    if (highest.isEmpty()) {
      return highest;
    }
    long reach = feeding(replay.plan(), topic).map(Feeding::reachMs).orElse(0L);
    return OptionalLong.of(highest.getAsLong() + reach);
  }

  private static OptionalLong through(String topic, Reached run) {
    Optional<Feeding> feeding = feeding(run.plan(), topic);
    if (feeding.isPresent()) {
      return closed(run, feeding.get().window());
    }
    return run.progress().sources().stream()
        .filter(source -> !source.idle())
        .map(JobProgress.SourcePartition::watermark)
        .flatMap(Optional::stream)
        .mapToLong(Instant::toEpochMilli)
        .min();
  }

  /**
   * Returns the time up to which a window is closed: one that has closed nothing yet has completed
   * nothing.
   */
  private static OptionalLong closed(Reached run, String window) {
    @Nullable Map<Integer, Long> closed = run.position().closed().get(window);
    return OptionalLong.of(
        closed == null || closed.isEmpty()
            ? Long.MIN_VALUE
            : closed.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE));
  }

  /**
   * Returns the window of an output: walks up from the sink to the window, if there is one in its
   * stage.
   */
  private static Optional<Feeding> feeding(JsonNode plan, String topic) {
    PlanDocument document = PlanDocument.of(plan);
    for (PlanPart stage : document.stages().values()) {
      Map<String, PlanPart> nodes = new HashMap<>();
      document.nodesOf(stage).forEach(node -> nodes.put(node.name(), node));
      for (PlanPart node : nodes.values()) {
        if (node.is("kind", "sink") && node.is("topic", topic)) {
          @Nullable PlanPart at = node;
          while (at != null && !at.is("kind", "final_window")) {
            at = nodes.get(at.textOf("input"));
          }
          if (at != null) {
            String window = at.textOf("window");
            return Optional.of(new Feeding(window, reach(plan, window)));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static long reach(JsonNode plan, String window) {
    @Nullable PlannedWindow planned = PlanWindows.of(plan).get(window);
    return planned == null ? 0 : planned.reachMs();
  }
}

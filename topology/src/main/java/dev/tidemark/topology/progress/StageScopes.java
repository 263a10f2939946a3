package dev.tidemark.topology.progress;

import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.stage.base.Handover;
import dev.tidemark.topology.stage.base.SourceNumbers;
import dev.tidemark.topology.stage.base.StageScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The scope of a run, applied to each instance of a stage.
 *
 * <p>A cut is an idle decision, too: the run before has advanced to the cut without the records
 * that follow it. Those records are late for the windows that it has closed, also where this run's
 * own watermark, by another declaration or because a partition was idle there, has not come so far.
 */
public final class StageScopes {

  private final PhysicalPlan plan;
  private final ReplayScope scope;
  private final int clockMarksEvery;
  private final Optional<Handover> handover;

  /** Of a run. */
  public StageScopes(PhysicalPlan plan, ReplayScope scope) {
    this(plan, scope, StageScope.CLOCK_MARKS_EVERY);
  }

  /** The same with clock marks at other distances. */
  public StageScopes(PhysicalPlan plan, ReplayScope scope, int clockMarksEvery) {
    this.plan = plan;
    this.scope = scope;
    this.clockMarksEvery = clockMarksEvery;
    this.handover =
        Optional.ofNullable(scope.cut()).map(cut -> new Handover(cut.sources(), cut.windows()));
  }

  /** Returns the part that belongs to the run before. */
  public Optional<Handover> handover() {
    return handover;
  }

  /** Of one instance. */
  public StageScope of(Stage stage, int partition) {
    return new StageScope(
        start(stage, partition),
        stage.source().map(source -> reactivatedBelow(source, partition)).orElseGet(TreeMap::new),
        isFirstWindow(stage) ? lateBy(stage, partition) : Map.of(),
        handover,
        clockMarksEvery);
  }

  private Optional<StageScope.Start> start(Stage stage, int partition) {
    return stage
        .source()
        .flatMap(
            source ->
                Optional.ofNullable(
                    scope.starts().getOrDefault(source.topic(), Map.of()).get(partition)))
        .map(
            known ->
                new StageScope.Start(
                    known.offset(),
                    known.highestEventTimeMs() == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(known.highestEventTimeMs())));
  }

  /**
   * Returns the highest watermark that any reader may have advanced to. It is an upper bound, so
   * more elements than necessary are sent one by one.
   */
  private NavigableMap<Long, Long> reactivatedBelow(Node.Source source, int partition) {
    TreeMap<Long, Long> highest = new TreeMap<>();
    for (Stage stage : plan.stages()) {
      if (isFirstWindow(stage) && plan.sourcesOf(stage).contains(source)) {
        int number = sourcesOf(stage).number(source.topic(), partition);
        for (int reader : readers(stage)) {
          lateBy(stage, reader)
              .getOrDefault(number, new TreeMap<>())
              .forEach((position, watermark) -> highest.merge(position, watermark, Math::max));
        }
      }
    }
    long most = Long.MIN_VALUE;
    for (Map.Entry<Long, Long> step : highest.entrySet()) {
      most = Math.max(most, step.getValue());
      step.setValue(most);
    }
    return highest;
  }

  private List<Integer> readers(Stage stage) {
    List<Integer> readers =
        new ArrayList<>(scope.idleDecisions().getOrDefault(stage.name(), Map.of()).keySet());
    if (scope.cut() != null) {
      readers.addAll(scope.cut().windows().getOrDefault(windowOf(stage).id(), Map.of()).keySet());
    }
    return readers.stream().distinct().toList();
  }

  private Map<Integer, NavigableMap<Long, Long>> lateBy(Stage stage, int partition) {
    Map<Integer, NavigableMap<Long, Long>> steps = new HashMap<>();
    scope
        .idleDecisions()
        .getOrDefault(stage.name(), Map.of())
        .getOrDefault(partition, Map.of())
        .forEach(
            (place, watermark) -> {
              String[] parts = place.split("/", -1);
              steps
                  .computeIfAbsent(Integer.parseInt(parts[0]), none -> new TreeMap<>())
                  .put(Long.parseLong(parts[1]), watermark);
            });
    HandoverCut cut = scope.cut();
    OptionalLong closed = closedByRunBefore(stage, partition);
    if (cut != null && closed.isPresent()) {
      SourceNumbers numbers = sourcesOf(stage);
      for (Node.Source source : plan.sourcesOf(stage)) {
        cut.sources()
            .getOrDefault(source.topic(), Map.of())
            .forEach(
                (sourcePartition, offset) ->
                    raise(
                        steps.computeIfAbsent(
                            numbers.number(source.topic(), sourcePartition),
                            none -> new TreeMap<>()),
                        offset,
                        closed.getAsLong()));
      }
    }
    return steps;
  }

  /** The watermark by which this run would have closed what the run before has. */
  private OptionalLong closedByRunBefore(Stage stage, int partition) {
    if (scope.cut() == null) {
      return OptionalLong.empty();
    }
    Node.Window window = windowOf(stage);
    @Nullable Long closed =
        scope.cut().windows().getOrDefault(window.id(), Map.of()).get(partition);
    if (closed == null || closed == Long.MIN_VALUE) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(closed + window.lateness().closesAfterMs());
  }

  private static void raise(NavigableMap<Long, Long> steps, long offset, long watermark) {
    Map.Entry<Long, Long> step = steps.floorEntry(offset);
    steps.put(offset, Math.max(step == null ? watermark : step.getValue(), watermark));
    steps.tailMap(offset, false).replaceAll((position, value) -> Math.max(value, watermark));
  }

  /** Returns whether a stage closes a window that no other window feeds. */
  private boolean isFirstWindow(Stage stage) {
    return stage.window().isPresent()
        && plan.writersBefore(stage).stream().noneMatch(this::isBehindWindow);
  }

  private boolean isBehindWindow(Stage stage) {
    return stage.window().isPresent()
        || plan.writersBefore(stage).stream().anyMatch(this::isBehindWindow);
  }

  private SourceNumbers sourcesOf(Stage stage) {
    return SourceNumbers.of(plan, stage);
  }

  private static Node.Window windowOf(Stage stage) {
    return stage.window().orElseThrow().window();
  }
}

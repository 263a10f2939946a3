package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.window.OverlappingWindows;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.progress.HandoverCut;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.progress.StartPoint;
import dev.tidemark.topology.simulation.RunOutcome.Written;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One seed: a job that runs with faults while its log grows, and other runs of it over the same
 * log: from the start, from the middle, to an end before the end, and in its place.
 */
final class ReplayCase {
  private static final String SUFFIX = ".shadow";
  private static final long NOTHING = Long.MIN_VALUE;

  private final SplittableRandom random;
  private final Scenario scenario;
  private final RunOutcome original;

  ReplayCase(long seed, Scenario.Kinds kinds) {
    this.random = new SplittableRandom(seed);
    this.scenario = new Scenario(random.split(), kinds).untroubled();
    World world = new World(scenario, Mutant.NONE, false);
    new Schedule(world, random.split()).run();
    this.original = RunOutcome.of(world);
  }

  @Override
  public String toString() {
    return scenario.toString();
  }

  /**
   * Not where a former owner has proved a partition idle that had a new one already: that one does
   * not know it, and sends combined what comes late. Which elements were combined is not written
   * down anywhere.
   */
  boolean isRepeatable() {
    return original.late().stream().allMatch(RunOutcome.Told::isOfRecord);
  }

  // --- from the start ---

  /** The same log gives the same answer, in the same order, whatever fell idle on the way. */
  void fromTheStart() {
    if (!isRepeatable()) {
      return;
    }
    RunOutcome replay = replay(startingAt(Map.of()), ends());
    same("results", replay.results(), original.results());
    for (int p = 0; p < scenario.sourcePartitions(); p++) {
      same("late records", replay.lateOf(p, all -> true), original.lateOf(p, all -> true));
      same(
          "dead letters",
          replay.deadLettersOf(p, all -> true),
          original.deadLettersOf(p, all -> true));
    }
    same("dead letters", replay.deadLettersOfPanes(), original.deadLettersOfPanes());
    same("ledger", replay.ledger(), original.ledger());
    same("decisions", covered(replay), covered(original));
  }

  /** Whoever replays the replay repeats the same. */
  private static Set<String> covered(RunOutcome outcome) {
    Set<String> places = new HashSet<>();
    outcome
        .position()
        .idleDecisions()
        .forEach(
            (stage, partitions) ->
                partitions.forEach(
                    (partition, steps) ->
                        steps.forEach(
                            (place, watermark) ->
                                places.add(stage + partition + " " + place + " " + watermark))));
    return places;
  }

  // --- from the middle, and to an end ---

  void fromTheMiddle() {
    if (!isRepeatable()) {
      return;
    }
    Map<Integer, StartPoint> starts = starts();
    RunOutcome replay = replay(startingAt(starts), ends());
    sound(replay);
    sameRecords(replay, starts, ends());
    long upTo =
        starts.values().stream()
            .map(StartPoint::highestEventTimeMs)
            .mapToLong(highest -> highest == null ? NOTHING : highest)
            .max()
            .orElse(NOTHING);
    if (scenario.isExact() || scenario.shape != Scenario.Shape.WINDOW_AFTER_WINDOW) {
      Set<Written> seen = new HashSet<>(replay.allResults());
      for (Written written : original.allResults()) {
        require(
            seen.contains(written) != isIncomplete(written.fired(), upTo),
            "%s is %swritten, elements up to %d are missing",
            written,
            seen.contains(written) ? "" : "not ",
            upTo);
      }
    }
  }

  void untilBeforeTheEnd() {
    if (!isRepeatable()) {
      return;
    }
    Map<Integer, StartPoint> starts = starts();
    int[] limits = ends();
    for (int p = 0; p < limits.length; p++) {
      int from = starts.containsKey(p) ? index(p, starts.get(p).offset()) : 0;
      limits[p] = random.nextInt(from, limits[p] + 1);
    }
    RunOutcome replay = replay(startingAt(starts), limits);
    sound(replay);
    sameRecords(replay, starts, limits);
  }

  /** Nothing that the original has not written, and nothing twice. */
  private void sound(RunOutcome replay) {
    same("imbalance", replay.imbalance(), Map.of());
    Set<Written> known = new HashSet<>(original.allResults());
    for (Written written : replay.allResults()) {
      require(known.remove(written), "%s is new, or there twice", written);
    }
  }

  private void sameRecords(RunOutcome replay, Map<Integer, StartPoint> starts, int[] limits) {
    for (int p = 0; p < scenario.sourcePartitions(); p++) {
      long from = starts.containsKey(p) ? starts.get(p).offset() : 0;
      long to = offset(p, limits[p]);
      same(
          "late records of partition " + p,
          replay.lateOf(p, all -> true),
          original.lateOf(p, offset -> offset >= from && offset < to));
      same(
          "dead letters of partition " + p,
          replay.deadLettersOf(p, all -> true),
          original.deadLettersOf(p, offset -> offset >= from && offset < to));
    }
  }

  private boolean isIncomplete(Fired fired, long upTo) {
    if (upTo == NOTHING) {
      return false;
    }
    if (scenario.shape != Scenario.Shape.WINDOW_AFTER_WINDOW) {
      return fired.first() - gap(scenario.window) <= upTo;
    }
    if (scenario.window.spec() instanceof WindowSpec.Tumbling tumbling) {
      return fired.first() - gap(scenario.secondWindow) <= tumbling.endOf(upTo) - 1;
    }
    if (scenario.window.spec() instanceof OverlappingWindows windows) {
      return fired.first() - gap(scenario.secondWindow)
          <= Collections.max(Oracle.lasts(windows, upTo));
    }
    long gap = gap(scenario.secondWindow);
    boolean lacksOne =
        new Oracle(scenario)
            .firstPanes().stream()
                .filter(pane -> pane.first() - gap(scenario.window) <= upTo)
                .anyMatch(
                    pane ->
                        pane.last() >= fired.first() - gap && pane.last() <= fired.last() + gap);
    return lacksOne || fired.first() - gap <= upTo;
  }

  // --- in the place of the run before ---

  /** The same jar: what both have written is what one would have. */
  void takesOver() {
    Takeover takeover = takeOver(scenario, false);
    RunOutcome full = full(scenario);
    takeover.check(full);
    takeover.checkRecords(full);
    for (int p = 0; p < full.results().size(); p++) {
      same("results", sorted(takeover.union(p)), sorted(full.results().get(p)));
    }
  }

  /** The run before had gone on without an idle partition, which comes back to the new run. */
  void takesOverFromIdlePartitions() {
    if (scenario.hasIdleness() && isPlainTumbling()) {
      takeOver(scenario, true).check(full(scenario));
    }
  }

  /** Another jar: each decides on its own side of the cut. */
  void takesOverWithOtherRules() {
    Scenario other = scenario.withOtherRules(random.split());
    if (isPlainTumbling()) {
      takeOver(other, false).check(full(other));
    }
  }

  private boolean isPlainTumbling() {
    return scenario.shape != Scenario.Shape.WINDOW_AFTER_WINDOW
        && !(scenario.window.spec() instanceof WindowSpec.Session);
  }

  private Takeover takeOver(Scenario other, boolean endsAtItsLimits) {
    int[] none = new int[scenario.sourcePartitions()];
    int[] before = between(none, ends());
    World old = new World(scenario, Mutant.NONE, false);
    old.replay(ReplayScope.NONE, before);
    if (endsAtItsLimits) {
      old.endsAtItsLimits();
    }
    new Schedule(old, random.split()).run();
    RunOutcome left = RunOutcome.of(old);

    World next = new World(other, Mutant.NONE, false);
    next.replay(ReplayScope.NONE.withSuffix(SUFFIX), between(none, before));
    new Schedule(next, random.split()).run();
    next.stop();
    RunOutcome shadow = RunOutcome.of(next);
    next.forgetWritten();

    HandoverCut cut = left.position().cut(SUFFIX);
    next.replay(ReplayScope.NONE.withCut(cut), ends());
    new Schedule(next, random.split()).run();
    return new Takeover(
        left, shadow, cut, before, RunOutcome.of(next), RunOutcome.ofRunBefore(next), lastWindow());
  }

  private RunOutcome full(Scenario other) {
    World world = new World(other, Mutant.NONE, false);
    world.replay(ReplayScope.NONE, ends());
    new Schedule(world, random.split()).run();
    return RunOutcome.of(world);
  }

  private String lastWindow() {
    return scenario.shape == Scenario.Shape.WINDOW_AFTER_WINDOW
        ? SimulatedJob.SECOND_WINDOW
        : SimulatedJob.WINDOW;
  }

  // --- runs ---

  private RunOutcome replay(ReplayScope scope, int[] limits) {
    World world = new World(scenario, Mutant.NONE, false);
    world.replay(scope, limits);
    new Schedule(world, random.split()).run();
    return RunOutcome.of(world);
  }

  /** A run that begins in the middle does the same when its records come in batches. */
  void inBatches() {
    ReplayScope scope = startingAt(starts());
    long schedule = random.nextLong();
    Everything.requireEqual(
        inBatches(scope, schedule, Feed.inBatches(random.split())),
        inBatches(scope, schedule, Feed.ONE_BY_ONE));
  }

  private World inBatches(ReplayScope scope, long schedule, Feed feed) {
    World world = new World(scenario, Mutant.NONE, false);
    world.feed = feed;
    world.replay(scope, ends());
    new Schedule(world, new SplittableRandom(schedule)).run();
    return world;
  }

  private ReplayScope startingAt(Map<Integer, StartPoint> starts) {
    return new ReplayScope(
        Map.of(Scenario.SOURCE_TOPIC, starts),
        Map.of(),
        SUFFIX,
        null,
        original.position().idleDecisions());
  }

  /** Clock marks of the original run, or the log's start. */
  private Map<Integer, StartPoint> starts() {
    Map<Integer, StartPoint> starts = new HashMap<>();
    original
        .position()
        .sources()
        .getOrDefault(Scenario.SOURCE_TOPIC, Map.of())
        .forEach(
            (partition, source) -> {
              List<Map.Entry<Long, Long>> marks = new ArrayList<>(source.clockMarks().entrySet());
              int chosen = random.nextInt(-1, marks.size());
              starts.put(
                  partition,
                  chosen < 0
                      ? new StartPoint(0, null)
                      : new StartPoint(marks.get(chosen).getKey(), marks.get(chosen).getValue()));
            });
    return starts;
  }

  private int[] ends() {
    return scenario.partitions.stream().mapToInt(List::size).toArray();
  }

  private int[] between(int[] from, int[] to) {
    int[] limits = new int[to.length];
    for (int p = 0; p < to.length; p++) {
      limits[p] = random.nextInt(from[p], to[p] + 1);
    }
    return limits;
  }

  private int index(int partition, long offset) {
    return (int)
        scenario.partitions.get(partition).stream().filter(r -> r.offset() < offset).count();
  }

  private long offset(int partition, int index) {
    List<Scenario.SourceRecord> records = scenario.partitions.get(partition);
    return index < records.size() ? records.get(index).offset() : Long.MAX_VALUE;
  }

  private static long gap(Scenario.Window window) {
    return window.spec() instanceof WindowSpec.Session session ? session.gapMs() : 0;
  }

  private static List<String> sorted(List<Written> results) {
    return results.stream().map(Written::toString).sorted().toList();
  }

  private static void same(String what, Object actual, Object expected) {
    require(actual.equals(expected), "the %s are %s, not %s", what, actual, expected);
  }

  static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new SimulationFailure(message.formatted(arguments));
    }
  }
}

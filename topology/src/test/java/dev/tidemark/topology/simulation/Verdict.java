package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.window.OverlappingWindows;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Compares everything that a world has made with what its log demands. */
final class Verdict {
  private final World world;
  private final Scenario scenario;
  private final Oracle oracle;

  /** {@code topic partition fate} → how many, over all tasks. */
  private final Map<String, Long> ledger = new TreeMap<>();

  /** {@code topic partition} → read + expanded - all other fates. */
  private final Map<String, Long> balance = new TreeMap<>();

  /** The sort is stable: the order within a key stays. */
  private static final Comparator<String> BY_KEY =
      Comparator.comparing(fired -> fired.substring(0, fired.indexOf('[')));

  private long open;
  private int waiting;
  private boolean allIdle = true;

  Verdict(World world) {
    this.world = world;
    this.scenario = world.scenario;
    this.oracle = new Oracle(scenario);
    readLedger();
  }

  void check() {
    balance.forEach(
        (path, rest) ->
            require(rest == 0, "the ledger of %s is out of balance by %d: %s", path, rest, ledger));
    checkOrigins();
    checkAttempts();
    require(waiting == 0, "%d units still wait", waiting);
    require(
        !scenario.hasIdleness() || allIdle, "all sources are idle, but not all readers know it");
    if (scenario.isExact()) {
      checkExactly();
    } else {
      checkThatNothingIsLost();
    }
  }

  // --- what is a function of the log ---

  private void checkExactly() {
    for (int p = 0; p < world.lastStagePartitions(); p++) {
      List<String> expected = new ArrayList<>();
      for (Oracle.Result result : oracle.results) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(result.fired().key()).array();
        if (Scenario.partitionOf(key, world.lastStagePartitions()) == p) {
          expected.add(result.fired() + " at " + Math.max(0, result.fired().last()));
        }
      }
      List<String> actual =
          world.committedOutput(p).stream().map(e -> fired(e) + " at " + e.timestamp()).toList();
      if (scenario.retry.isPresent()) { // other keys don't wait
        actual = actual.stream().sorted(BY_KEY).toList();
        expected.sort(BY_KEY);
      }
      require(actual.equals(expected), "output partition %d is %s, not %s", p, actual, expected);
    }
    same("late records", lateTexts(), oracle.late);
    same("dead letters", deadLetterTexts(), oracle.deadLetters);
    Map<String, Long> sources = new TreeMap<>(ledger);
    sources.keySet().removeIf(key -> !key.startsWith(Scenario.SOURCE_TOPIC));
    require(sources.equals(oracle.ledger), "the ledger is %s, not %s", sources, oracle.ledger);
  }

  // --- what must hold even when partitions fall idle and wake up ---

  private void checkThatNothingIsLost() {
    Set<Integer> onTime = new HashSet<>();
    oracle.onTime.forEach(element -> Arrays.stream(element.ids()).forEach(onTime::add));
    Map<Integer, Fired> windows = new HashMap<>();
    Set<String> bounds = new HashSet<>();
    boolean overlap =
        scenario.window.spec() instanceof OverlappingWindows
            || scenario.secondWindow.spec() instanceof OverlappingWindows;
    for (int p = 0; p < world.lastStagePartitions(); p++) {
      for (PartitionLog.Entry entry : world.committedOutput(p)) {
        Fired fired = fired(entry);
        require(
            bounds.add(fired.key() + "/" + fired.first() + "/" + fired.last()),
            "%s fires twice",
            fired);
        for (int id : fired.ids()) {
          Fired other = windows.put(id, fired);
          require(other == null || overlap, "element %d is in %s and in %s", id, fired, other);
          require(onTime.contains(id), "element %d of %s is late or rejected", id, fired);
        }
      }
    }
    same("dead letters", deadLetterTexts(), oracle.deadLetters);
    List<String> lateAfterIdle = lateTexts();
    for (String late : oracle.late) {
      require(lateAfterIdle.remove(late), "late record %s is missing in %s", late, lateAfterIdle);
    }
    checkThatAllAreCounted(windows.size(), overlap);
    require(
        scenario.shape != Scenario.Shape.WINDOW_AFTER_WINDOW
            || ledger.keySet().stream().noneMatch(path -> path.startsWith("exchange")),
        "a window's result is lost on its way to the next window: %s",
        ledger);
  }

  private void checkThatAllAreCounted(int inWindows, boolean overlap) {
    long counted = 0;
    long late = 0;
    for (Map.Entry<String, Long> entry : ledger.entrySet()) {
      String path = entry.getKey();
      boolean ofRecords = path.startsWith(Scenario.SOURCE_TOPIC) || path.startsWith("exchange");
      counted += ofRecords && path.endsWith("COUNTED") ? entry.getValue() : 0;
      late += ofRecords && path.endsWith("LATE") ? entry.getValue() : 0;
    }
    require(
        counted + late == oracle.onTime.size() + oracle.late(),
        "%d are counted and %d late, of %d: %s",
        counted,
        late,
        oracle.onTime.size() + oracle.late(),
        ledger);
    long inOpenWindows = counted - inWindows;
    require(
        inOpenWindows >= (overlap ? 0 : open) && (open > 0 || inOpenWindows == 0),
        "%d are counted, %d are in windows that fired, %d windows are open: %s",
        counted,
        inWindows,
        open,
        ledger);
    require(
        inOpenWindows <= world.scenario.sourcePartitions(),
        "%d are in open windows, but only what came last may be",
        inOpenWindows);
  }

  // --- what came out ---

  private static Fired fired(PartitionLog.Entry entry) {
    return Objects.requireNonNull(Fired.decode(Objects.requireNonNull(entry.value())));
  }

  private List<String> lateTexts() {
    List<String> texts = new ArrayList<>();
    for (LateRecord late : world.late) {
      SourceRecord origin = late.origin();
      texts.add(
          Oracle.lateText(origin.partition(), origin.offset(), late.eventTime(), late.watermark()));
    }
    return texts;
  }

  private List<String> deadLetterTexts() {
    List<String> texts = new ArrayList<>();
    for (DeadLetter letter : world.deadLetters) {
      SourceRecord origin = letter.origin();
      if (origin.topic().equals(Scenario.SOURCE_TOPIC)) {
        texts.add(
            origin.topic()
                + origin.partition()
                + "@"
                + origin.offset()
                + letter.step()
                + letter.cause());
      } else {
        int key = ByteBuffer.wrap(Objects.requireNonNull(origin.key())).getInt();
        require(letter.cause().equals("RESULT_FAILED"), "unexpected dead letter %s", letter);
        texts.add(letter.step() + key + "@" + origin.timestamp());
      }
    }
    return texts;
  }

  /** What is a dead letter in the end has been tried as often as it may be. */
  private void checkAttempts() {
    for (DeadLetter letter : world.deadLetters) {
      int allowed = scenario.retry.map(retry -> retry.times() + 1).orElse(1);
      boolean isTriedAgain =
          letter.cause().equals("FUNCTION_FAILED") || letter.cause().equals("RESULT_FAILED");
      int attempts = letter.attempts().count();
      require(
          attempts <= allowed && (!isTriedAgain || attempts == allowed),
          "%s had %d attempts of %d",
          letter,
          attempts,
          allowed);
    }
  }

  /** Late records and dead letters are the raw records of the source. */
  private void checkOrigins() {
    List<SourceRecord> origins = new ArrayList<>();
    world.late.forEach(late -> origins.add(late.origin()));
    world.deadLetters.forEach(letter -> origins.add(letter.origin()));
    for (SourceRecord origin : origins) {
      if (!origin.topic().equals(Scenario.SOURCE_TOPIC) || origin.offset() < 0) {
        continue;
      }
      Scenario.SourceRecord record =
          scenario.partitions.get(origin.partition()).stream()
              .filter(r -> r.offset() == origin.offset())
              .findAny()
              .orElseThrow(() -> new SimulationFailure("no such record: " + origin));
      require(
          Arrays.equals(record.key(), origin.key())
              && Arrays.equals(record.value(), origin.value())
              && record.timestamp() == origin.timestamp(),
          "%s is not the raw record",
          origin);
    }
  }

  private void readLedger() {
    for (Task task : world.tasks) {
      task.parked.range(new byte[0], null, (key, value) -> waiting++);
      task.progress.range(
          new byte[0],
          null,
          (key, value) -> {
            String text = ProgressKeys.text(key);
            if (text.startsWith(ProgressKeys.COUNT)) {
              add(ProgressKeys.Count.parse(text), Long.parseLong(ProgressKeys.text(value)));
            } else if (text.startsWith(ProgressKeys.OPEN)) {
              open += Long.parseLong(ProgressKeys.text(value));
            } else if (text.startsWith(ProgressKeys.MERGED)) {
              allIdle &= ProgressEntry.Merged.parse(ProgressKeys.text(value)).allIdle();
            }
          });
    }
    ledger.values().removeIf(count -> count == 0);
  }

  private void add(ProgressKeys.Count cell, long count) {
    String path = cell.topic() + cell.partition();
    boolean came = cell.fate() == Outcome.READ || cell.fate() == Outcome.EXPANDED;
    ledger.merge(path + cell.fate(), count, Long::sum);
    balance.merge(path, came ? count : -count, Long::sum);
  }

  private static void same(String what, List<String> actual, List<String> expected) {
    require(
        actual.stream().sorted().toList().equals(expected.stream().sorted().toList()),
        "the %s are %s, not %s",
        what,
        actual,
        expected);
  }

  private static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new SimulationFailure(message.formatted(arguments));
    }
  }
}

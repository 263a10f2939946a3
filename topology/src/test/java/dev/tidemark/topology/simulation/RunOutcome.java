package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.progress.ProgressLayout;
import dev.tidemark.topology.progress.RunPosition;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.ProgressKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * What a run has written by the time it stands still, and what it has come to.
 *
 * @param results by partition of the output, in order
 * @param late late records
 * @param deadLetters dead letters
 * @param position as another run may read it
 * @param ledger {@code topic partition fate} → how many
 */
record RunOutcome(
    List<List<Written>> results,
    List<Told> late,
    List<Told> deadLetters,
    RunPosition position,
    Map<String, Long> ledger) {

  /** A result, and how it is dated. */
  record Written(Fired fired, long timestamp) {}

  /** A late record or dead letter in words, with the record that it was made of. */
  record Told(String topic, int partition, long offset, String what) {
    boolean isOfRecord() {
      return offset >= 0;
    }
  }

  /** What a world has written as its own. */
  static RunOutcome of(World world) {
    List<List<Written>> results = new ArrayList<>();
    for (int p = 0; p < world.lastStagePartitions(); p++) {
      results.add(written(world.committedOutput(p)));
    }
    return of(world, results, world.late, world.deadLetters);
  }

  /** What it has written for the run before. */
  static RunOutcome ofRunBefore(World world) {
    List<List<Written>> results = new ArrayList<>();
    for (int p = 0; p < world.lastStagePartitions(); p++) {
      results.add(written(world.committedOutputOfRunBefore(p)));
    }
    return of(world, results, world.lateOfRunBefore, world.deadLettersOfRunBefore);
  }

  private static RunOutcome of(
      World world,
      List<List<Written>> results,
      List<LateRecord> late,
      List<DeadLetter> deadLetters) {
    Map<String, Map<Integer, Map<String, String>>> entries = new HashMap<>();
    Map<String, Long> ledger = new TreeMap<>();
    for (Task task : world.tasks) {
      Map<String, String> store = new TreeMap<>();
      task.progress.range(
          new byte[0],
          null,
          (key, value) -> store.put(ProgressKeys.text(key), ProgressKeys.text(value)));
      entries
          .computeIfAbsent(
              world.job.stages().get(task.stage).stage().name(), none -> new HashMap<>())
          .put(task.partition, store);
      store.forEach((key, value) -> count(key, value, ledger));
    }
    return new RunOutcome(
        results,
        late.stream().map(RunOutcome::told).toList(),
        deadLetters.stream().map(RunOutcome::told).toList(),
        RunPosition.of(ProgressLayout.of(world.job.plan()), entries),
        ledger);
  }

  /** All results, whatever partition they are in. */
  List<Written> allResults() {
    return results.stream().flatMap(List::stream).toList();
  }

  /** Late records that were made of records at some offsets, in words. */
  List<String> lateOf(int partition, LongPredicate offsets) {
    return texts(late, partition, offsets);
  }

  /** Dead letters that were made of records at some offsets, in words. */
  List<String> deadLettersOf(int partition, LongPredicate offsets) {
    return texts(deadLetters, partition, offsets);
  }

  /** Dead letters that were made of panes. */
  List<String> deadLettersOfPanes() {
    return deadLetters.stream()
        .filter(told -> !told.isOfRecord())
        .map(Told::toString)
        .sorted()
        .toList();
  }

  /** {@code read + expanded} less all other fates, for each path that is not balanced. */
  Map<String, Long> imbalance() {
    Map<String, Long> balance = new TreeMap<>();
    ledger.forEach(
        (key, count) -> {
          boolean came = key.endsWith(Outcome.READ.name()) || key.endsWith(Outcome.EXPANDED.name());
          String path = key.substring(0, key.lastIndexOf(' '));
          balance.merge(path, came ? count : -count, Long::sum);
        });
    balance.values().removeIf(rest -> rest == 0);
    return balance;
  }

  private static List<String> texts(List<Told> all, int partition, LongPredicate offsets) {
    return all.stream()
        .filter(Told::isOfRecord)
        .filter(told -> told.partition == partition && offsets.test(told.offset))
        .map(Told::toString)
        .sorted()
        .toList();
  }

  private static List<Written> written(List<PartitionLog.Entry> entries) {
    return entries.stream()
        .map(
            entry ->
                new Written(
                    Objects.requireNonNull(Fired.decode(Objects.requireNonNull(entry.value()))),
                    entry.timestamp()))
        .toList();
  }

  private static Told told(LateRecord late) {
    SourceRecord origin = late.origin();
    return new Told(
        origin.topic(),
        origin.partition(),
        origin.offset(),
        "time %d, watermark %d, window %d..%d"
            .formatted(late.eventTime(), late.watermark(), late.windowStart(), late.windowEnd()));
  }

  private static Told told(DeadLetter letter) {
    SourceRecord origin = letter.origin();
    String pane =
        origin.offset() < 0 && origin.key() != null
            ? " " + ByteBuffer.wrap(origin.key()).getInt() + "@" + origin.timestamp()
            : "";
    return new Told(
        origin.topic(),
        origin.partition(),
        origin.offset(),
        letter.step() + " " + letter.cause() + pane);
  }

  private static void count(String key, String value, Map<String, Long> ledger) {
    if (key.startsWith(ProgressKeys.COUNT)) {
      ProgressKeys.Count count = ProgressKeys.Count.parse(key);
      String path = count.topic() + " " + count.partition() + " " + count.fate();
      ledger.merge(path, Long.parseLong(value), Long::sum);
    }
  }
}

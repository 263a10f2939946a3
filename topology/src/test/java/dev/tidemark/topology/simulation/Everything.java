package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that a world has written, sent and stored, byte for byte: two runs that are compared by it
 * did the same. The ledger is a part of the stores.
 */
final class Everything {

  private Everything() {}

  /** Fails if two worlds differ in anything. */
  static void requireEqual(World actual, World expected) {
    List<String> is = of(actual);
    List<String> should = of(expected);
    for (int i = 0; i < Math.max(is.size(), should.size()); i++) {
      String left = i < is.size() ? is.get(i) : "nothing";
      String right = i < should.size() ? should.get(i) : "nothing";
      if (!left.equals(right)) {
        throw new SimulationFailure("it is %s, not %s".formatted(left, right));
      }
    }
  }

  private static List<String> of(World world) {
    List<String> all = new ArrayList<>();
    List<PartitionLog> logs = world.logs();
    for (int i = 0; i < logs.size(); i++) {
      for (PartitionLog.Entry entry : logs.get(i).entries) {
        all.add(
            "log %d: %s of %d at %d: %s -> %s"
                .formatted(
                    i,
                    entry.transaction().state,
                    entry.generation(),
                    entry.timestamp(),
                    Arrays.toString(entry.key()),
                    Arrays.toString(entry.value())));
      }
    }
    world.late.forEach(late -> all.add(text(late)));
    world.deadLetters.forEach(letter -> all.add(text(letter)));
    for (Task task : world.tasks) {
      all.add("%s at %d, %d owners".formatted(task, task.position, task.owners));
      stored(task + " progress", task.progress, all);
      stored(task + " panes", task.panes, all);
      stored(task + " parked", task.parked, all);
    }
    return all;
  }

  static String text(LateRecord late) {
    return "late for %s: %d behind %d, %d..%d, %s"
        .formatted(
            late.window(),
            late.eventTime(),
            late.watermark(),
            late.windowStart(),
            late.windowEnd(),
            text(late.origin()));
  }

  private static String text(DeadLetter letter) {
    return "dead letter of %s: %s %s %s %s %s %s %s %s"
        .formatted(
            letter.step(),
            letter.cause(),
            letter.message(),
            letter.exceptionClass(),
            letter.stackTrace(),
            letter.schemaId(),
            letter.eventTime(),
            letter.attempts(),
            text(letter.origin()));
  }

  private static String text(SourceRecord origin) {
    return "%s/%d/%d at %d: %s -> %s"
        .formatted(
            origin.topic(),
            origin.partition(),
            origin.offset(),
            origin.timestamp(),
            Arrays.toString(origin.key()),
            Arrays.toString(origin.value()));
  }

  private static void stored(String name, InMemoryOrderedStore store, List<String> all) {
    store.range(
        new byte[0],
        null,
        (key, value) -> all.add(name + Arrays.toString(key) + Arrays.toString(value)));
  }
}

package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.window.OverlappingWindows;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.OnError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a seed makes of the job and of the log. The schedule is not part of it: every schedule of
 * one scenario must give the same answer.
 */
final class Scenario {
  static final String SOURCE_TOPIC = "events";

  /** An event time that closes whatever went before. */
  static final long END_OF_EVENTS = 5_000;

  /**
   * How many calls there are for one unit at most: a filter, a flatMap, and a key for each copy.
   */
  private static final int TROUBLED_CALLS = 4;

  /** How many keys the records of a partition have. */
  private static final int KEYS = 3;

  /** Which exchanges there are. */
  enum Shape {
    /** source → window → sink. */
    WINDOW,
    /** source → exchange of records → join → window → sink. */
    JOIN_THEN_WINDOW,
    /** source → window → window → sink. */
    WINDOW_AFTER_WINDOW
  }

  /** The part that idleness plays. */
  enum Idleness {
    /** Not declared: empty partitions hold the others for ever. */
    NONE,
    /**
     * The log is complete from the start: a proof of idleness is the truth, and changes no answer.
     */
    OF_COMPLETE_LOGS,
    /** The log grows while the job runs: partitions fall idle and wake up. */
    OF_GROWING_LOGS
  }

  /** Which kinds of windows there are. */
  enum Kinds {
    /** Those of the engine. */
    STANDARD,
    /** The first window is of a kind that the engine does not know. */
    UNKNOWN_TO_THE_ENGINE
  }

  /** One window of the job. */
  record Window(WindowSpec spec, long allowedLatenessMs) {
    /** When the watermark must have come for a pane that ends with {@code last} to be complete. */
    long completeAt(long last) {
      long gap = spec instanceof WindowSpec.Session session ? session.gapMs() : 0;
      return last + gap + allowedLatenessMs;
    }
  }

  /** A record of a source partition. */
  record SourceRecord(
      long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {}

  final Shape shape;
  final Idleness idleness;
  final Window window;
  final Window secondWindow;
  final long outOfOrderMs;
  final OptionalLong maxAheadMs;
  final int exchangePartitions;
  final int secondExchangePartitions;
  final int heapPanesMax;
  final int partialPanesMax;
  final boolean resultsFail;

  /** How functions that fail are tried again; empty: not at all. */
  final Optional<OnError.Retry> retry;

  /** How often the same call of a function fails and then succeeds. */
  final int troublesMax;

  final List<List<SourceRecord>> partitions = new ArrayList<>();

  /**
   * How many records of each partition come before the closing one, which is there from the start
   * or not.
   */
  final int[] closingAt;

  Scenario(SplittableRandom random) {
    this(random, Kinds.STANDARD);
  }

  Scenario(SplittableRandom random, Kinds kinds) {
    shape = Shape.values()[random.nextInt(3)];
    idleness = Idleness.values()[random.nextInt(3)];
    boolean standard = kinds == Kinds.STANDARD;
    window = standard ? window(random) : overlapping(random);
    secondWindow = standard || random.nextBoolean() ? window(random) : overlapping(random);
    outOfOrderMs = random.nextInt(3) == 0 ? 0 : random.nextInt(12);
    maxAheadMs =
        idleness == Idleness.OF_GROWING_LOGS || random.nextBoolean()
            ? OptionalLong.empty()
            : OptionalLong.of(60);
    exchangePartitions = random.nextInt(1, 4);
    secondExchangePartitions = random.nextInt(1, 3);
    heapPanesMax = random.nextInt(3) == 0 ? random.nextInt(1, 4) : 1_000;
    partialPanesMax = random.nextInt(4) == 0 ? random.nextInt(1, 4) : 1_000;
    resultsFail = idleness != Idleness.OF_GROWING_LOGS && random.nextInt(4) == 0;
    boolean retries = random.nextBoolean();
    troublesMax = retries ? random.nextInt(3) : 0;
    retry =
        retries
            ? Optional.of(retry(random, TROUBLED_CALLS * troublesMax + random.nextInt(3)))
            : Optional.empty();
    int sources = random.nextInt(1, 4);
    closingAt = new int[sources];
    boolean closed = idleness == Idleness.OF_GROWING_LOGS || random.nextInt(3) > 0;
    for (int p = 0; p < sources; p++) {
      partitions.add(partition(random, p, closed));
    }
  }

  /**
   * The same log and the same windows, but another jar: other disorder and lateness. None of its
   * functions fails for a while.
   */
  private Scenario(Scenario other, long outOfOrderMs, Window window) {
    retry = Optional.empty();
    troublesMax = 0;
    shape = other.shape;
    idleness = other.idleness;
    this.window = window;
    secondWindow = other.secondWindow;
    this.outOfOrderMs = outOfOrderMs;
    maxAheadMs = other.maxAheadMs;
    exchangePartitions = other.exchangePartitions;
    secondExchangePartitions = other.secondExchangePartitions;
    heapPanesMax = other.heapPanesMax;
    partialPanesMax = other.partialPanesMax;
    resultsFail = other.resultsFail;
    partitions.addAll(other.partitions);
    closingAt = other.closingAt.clone();
  }

  /** The same, but no function fails for a while. */
  Scenario untroubled() {
    return new Scenario(this, outOfOrderMs, window);
  }

  Scenario withOtherRules(SplittableRandom random) {
    return new Scenario(
        this, random.nextInt(15), new Window(window.spec(), random.nextInt(3) * 5L));
  }

  int sourcePartitions() {
    return partitions.size();
  }

  boolean hasIdleness() {
    return idleness != Idleness.NONE;
  }

  /** The policy of all steps. */
  OnError onError() {
    return new OnError(OnError.Action.DEAD_LETTER, retry, Optional.empty());
  }

  /** Whether everything that comes out is a function of the log alone. */
  boolean isExact() {
    return idleness != Idleness.OF_GROWING_LOGS;
  }

  @Override
  public String toString() {
    return "%s, idleness %s, %s, second %s, out of order by %d, ahead %s, %d source partitions, exchanges %d and %d, panes on heap %d, partials %d, results fail %s, retry %s, troubles %d"
        .formatted(
            shape,
            idleness,
            window,
            secondWindow,
            outOfOrderMs,
            maxAheadMs,
            sourcePartitions(),
            exchangePartitions,
            secondExchangePartitions,
            heapPanesMax,
            partialPanesMax,
            resultsFail,
            retry,
            troublesMax);
  }

  private static Window window(SplittableRandom random) {
    long lateness = random.nextInt(2) == 0 ? 0 : random.nextInt(12);
    return random.nextBoolean()
        ? new Window(new WindowSpec.Tumbling(random.nextLong(3, 20)), lateness)
        : new Window(new WindowSpec.Session(random.nextLong(1, 9)), lateness);
  }

  /** Its windows overlap, and an element may be late for some of them only. */
  private static Window overlapping(SplittableRandom random) {
    long step = random.nextLong(2, 9);
    long size = step + random.nextLong(0, 3 * step);
    return new Window(
        new OverlappingWindows(size, step), random.nextInt(2) == 0 ? 0 : random.nextInt(12));
  }

  private static OnError.Retry retry(SplittableRandom random, int times) {
    long first = random.nextLong(1, 10);
    return new OnError.Retry(times, first, first + random.nextInt(20));
  }

  private List<SourceRecord> partition(SplittableRandom random, int partition, boolean closed) {
    List<SourceRecord> records = new ArrayList<>();
    int count = random.nextInt(8) == 0 ? 0 : random.nextInt(1, 16);
    long time = random.nextInt(-30, 20);
    long offset = 0;
    for (int i = 0; i < count; i++) {
      time += random.nextInt(7);
      records.add(record(random, partition, i, offset, time));
      offset += random.nextInt(4) == 0 ? 2 : 1;
    }
    closingAt[partition] = records.size();
    if (closed && (count > 0 || idleness == Idleness.OF_GROWING_LOGS)) {
      long end = maxAheadMs.isPresent() ? time + 55 : END_OF_EVENTS;
      Event last = new Event(id(partition, count), end, 2, Event.Defect.NONE, 1);
      records.add(new SourceRecord(offset, 0, new byte[0], last.encode()));
    }
    return records;
  }

  private SourceRecord record(
      SplittableRandom random, int partition, int index, long offset, long time) {
    byte[] key = random.nextInt(6) == 0 ? null : new byte[] {(byte) (index % KEYS)};
    int kind = random.nextInt(20);
    if (kind < 2) {
      byte[] poison = kind == 0 ? null : new byte[random.nextInt(5)];
      return new SourceRecord(offset, index, key, poison);
    }
    long at = time - random.nextLong(0, outOfOrderMs + 2);
    Event.Defect defect = Event.Defect.NONE;
    if (kind == 2) {
      at = time - outOfOrderMs - random.nextInt(30);
    } else if (kind == 3 && maxAheadMs.isPresent()) {
      at = time + 1_000;
    } else if (kind < 8) {
      defect = Event.Defect.values()[random.nextInt(1, Event.Defect.values().length)];
    }
    int copies = random.nextInt(5) == 0 ? random.nextInt(3) : 1;
    Event event = new Event(id(partition, index), at, random.nextInt(5), defect, copies);
    return new SourceRecord(offset, Math.max(0, at), key, event.encode());
  }

  private static int id(int partition, int index) {
    return partition * 100 + index;
  }

  /** A partition of an exchange, by key. */
  static int partitionOf(byte[] key, int partitions) {
    return Math.floorMod(ByteBuffer.wrap(key).getInt() * 31 + 7, partitions);
  }
}

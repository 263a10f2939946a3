package dev.tidemark.topology.stage.retry;

import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The units of a partition that wait: those that failed, for their next attempt, and behind each
 * those of the same key that came later, for their turn. They are on the heap; what changed since
 * the last commit is written to the store by {@link #flush}, inside the commit. Not thread-safe.
 */
final class RetryQueue {

  /** The order of what is due. */
  private static final Comparator<Unit> BY_TIME =
      Comparator.comparingLong((Unit unit) -> unit.dueMs).thenComparingLong(unit -> unit.number);

  private final OrderedStore store;
  private final int unitsMax;
  private final long bytesMax;
  private final NavigableMap<Long, Unit> units = new TreeMap<>();
  private final Map<KeyBytes, Deque<Unit>> byKey = new HashMap<>();
  private final TreeSet<Unit> heads = new TreeSet<>(BY_TIME);
  private final Set<Long> changed = new HashSet<>();
  private final Set<Long> stored = new HashSet<>();
  private long nextNumber;
  private long bytes;

  RetryQueue(OrderedStore store, int unitsMax, long bytesMax) {
    this.store = store;
    this.unitsMax = unitsMax;
    this.bytesMax = bytesMax;
  }

  /** One unit that waits. */
  static final class Unit {
    private final long number;
    private final @Nullable KeyBytes key;

    /** The watermark before it was read; it must not be exceeded while the unit waits. */
    private final Watermark promised;

    private final byte[] content;
    private int attempts;
    private long dueMs;
    private long firstFailureMs;

    private Unit(long number, @Nullable KeyBytes key, Watermark promised, byte[] content) {
      this.number = number;
      this.key = key;
      this.promised = promised;
      this.content = content;
    }

    /** Returns the content that was given to {@link #park}. */
    byte[] content() {
      return content;
    }

    Watermark promised() {
      return promised;
    }

    /** Returns the number of past attempts. */
    int attempts() {
      return attempts;
    }

    /** Returns when the first of them failed. */
    long firstFailureMs() {
      return firstFailureMs;
    }

    private long size() {
      return content.length + (key == null ? 0 : key.bytes().length) + 64L;
    }
  }

  boolean isEmpty() {
    return units.isEmpty();
  }

  int size() {
    return units.size();
  }

  /** Returns when the unit that waits longest first failed. */
  long oldestFailureMs() {
    return units.isEmpty() ? 0 : units.firstEntry().getValue().firstFailureMs;
  }

  /** Returns whether a unit of this key must wait for its turn. */
  boolean isWaiting(@Nullable KeyBytes key) {
    return key != null && byKey.containsKey(key);
  }

  /** Returns whether more units wait than the limits allow. */
  boolean isOverfull() {
    return units.size() > unitsMax || (bytes > bytesMax && !units.isEmpty());
  }

  /** Returns the watermark, held back while units wait. */
  Watermark held(Watermark promise) {
    if (units.isEmpty()) {
      return promise;
    }
    Watermark least = units.firstEntry().getValue().promised;
    return least.compareTo(promise) < 0 ? least : promise;
  }

  /** Takes in a unit that has failed once; none of its key waits. */
  void park(
      @Nullable KeyBytes key, Watermark promised, byte[] content, long dueMs, long failureMs) {
    Unit unit = new Unit(nextNumber++, key, promised, content);
    unit.attempts = 1;
    unit.dueMs = dueMs;
    unit.firstFailureMs = failureMs;
    insert(unit);
    changed.add(unit.number);
  }

  /** Takes in a unit that has not been tried, because one of its key waits. */
  void queue(KeyBytes key, Watermark promised, byte[] content) {
    Unit unit = new Unit(nextNumber++, key, promised, content);
    insert(unit);
    changed.add(unit.number);
  }

  /** Returns the unit that is to be tried next, if its time has come. */
  Optional<Unit> due(long now) {
    return heads.isEmpty() || heads.first().dueMs > now
        ? Optional.empty()
        : Optional.of(heads.first());
  }

  /** Returns the unit that has waited longest: always one whose turn it is. */
  Unit oldest() {
    return units.firstEntry().getValue();
  }

  /** The unit failed again. */
  void failed(Unit unit, long dueMs, long now) {
    heads.remove(unit);
    if (unit.attempts == 0) {
      unit.firstFailureMs = now;
    }
    unit.attempts++;
    unit.dueMs = dueMs;
    heads.add(unit);
    changed.add(unit.number);
  }

  /** The unit waits no more; it is the turn of the next one of its key. */
  void done(Unit unit) {
    heads.remove(unit);
    units.remove(unit.number);
    bytes -= unit.size();
    changed.add(unit.number);
    if (unit.key == null) {
      return;
    }
    Deque<Unit> queue = byKey.get(unit.key);
    if (queue == null || queue.removeFirst() != unit) {
      throw new IllegalStateException("a unit has overtaken another one of its key");
    }
    if (queue.isEmpty()) {
      byKey.remove(unit.key);
    } else {
      heads.add(queue.getFirst());
    }
  }

  /** Restores what an earlier owner committed. */
  void restore() {
    store.range(
        new byte[0],
        null,
        (key, value) -> {
          Unit unit = decode(ByteBuffer.wrap(key).getLong(), ByteBuffer.wrap(value));
          stored.add(unit.number);
          nextNumber = unit.number + 1;
          insert(unit);
        });
  }

  /** Writes what has changed. */
  void flush() {
    for (Long number : changed) {
      Unit unit = units.get(number);
      if (unit != null) {
        store.put(bytesOf(number), encode(unit));
        stored.add(number);
      } else if (stored.remove(number)) {
        store.delete(bytesOf(number));
      }
    }
    changed.clear();
  }

  private void insert(Unit unit) {
    units.put(unit.number, unit);
    bytes += unit.size();
    if (unit.key == null) {
      heads.add(unit);
      return;
    }
    Deque<Unit> queue = byKey.computeIfAbsent(unit.key, k -> new ArrayDeque<>());
    queue.addLast(unit);
    if (queue.size() == 1) {
      heads.add(unit);
    }
  }

  private static byte[] bytesOf(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static byte[] encode(Unit unit) {
    byte[] key = unit.key == null ? new byte[0] : unit.key.bytes();
    return ByteBuffer.allocate(33 + key.length + unit.content.length)
        .put((byte) (unit.key == null ? 0 : 1))
        .putInt(unit.attempts)
        .putLong(unit.dueMs)
        .putLong(unit.firstFailureMs)
        .putLong(unit.promised.time())
        .putInt(key.length)
        .put(key)
        .put(unit.content)
        .array();
  }

  private static Unit decode(long number, ByteBuffer in) {
    boolean hasKey = in.get() == 1;
    int attempts = in.getInt();
    long dueMs = in.getLong();
    long firstFailureMs = in.getLong();
    Watermark promised = new Watermark(in.getLong());
    byte[] key = new byte[in.getInt()];
    in.get(key);
    byte[] content = new byte[in.remaining()];
    in.get(content);
    Unit unit = new Unit(number, hasKey ? new KeyBytes(key) : null, promised, content);
    unit.attempts = attempts;
    unit.dueMs = dueMs;
    unit.firstFailureMs = firstFailureMs;
    return unit;
  }
}

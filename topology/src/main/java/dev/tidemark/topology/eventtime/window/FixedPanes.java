package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.StateMismatchException;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Panes of windows with fixed bounds, of which no two have the same end, e.g. tumbling. Stored
 * under {@code window end | key}, ordered, so that closing a window is one range. The end's sign
 * bit is flipped to make its bytes sort like numbers.
 */
final class FixedPanes implements Panes {

  private final LongUnaryOperator startOf;
  private final Aggregates aggregates;
  private final OrderedStore store;
  private final int heapMax;

  /** By window end. */
  private final TreeMap<Long, Map<KeyBytes, Pane>> windows = new TreeMap<>();

  /** The ends of windows some of whose panes are in the store alone. */
  private final TreeSet<Long> spilled = new TreeSet<>();

  private final List<Dirty> dirty = new ArrayList<>();
  private long onHeap;
  private long open;

  /**
   * @param startOf the start of the window with an end
   */
  FixedPanes(LongUnaryOperator startOf, Aggregates aggregates, OrderedStore store, int heapMax) {
    this.startOf = startOf;
    this.aggregates = aggregates;
    this.store = store;
    this.heapMax = heapMax;
  }

  @Override
  public void restore() {
    store.range(
        new byte[0],
        null,
        (storeKey, value) -> {
          open++;
          long end = endOf(storeKey);
          if (onHeap >= heapMax) {
            spilled.add(end);
            return;
          }
          Pane pane = decode(value);
          window(end).put(keyOf(storeKey), pane);
          onHeap++;
        });
  }

  @Override
  public void add(KeyBytes key, long first, long last, long count, Object accumulator) {
    long end = last + 1;
    Map<KeyBytes, Pane> window = window(end);
    Pane pane = window.get(key);
    if (pane == null) {
      pane = spilled.contains(end) ? load(end, key) : null;
      if (pane == null) {
        pane = new Pane(count, accumulator);
        open++;
      } else {
        pane.add(count, aggregates.combine(pane.accumulator, accumulator));
      }
      window.put(key, pane);
      onHeap++;
    } else {
      pane.add(count, aggregates.combine(pane.accumulator, accumulator));
    }
    if (!pane.dirty) {
      pane.dirty = true;
      dirty.add(new Dirty(end, key, pane));
    }
    if (onHeap > heapMax) {
      flush();
      spill();
    }
  }

  @Override
  public void close(Watermark watermark, Consumer consumer) {
    Long end = nextEnd();
    while (end != null && watermark.completes(end)) {
      if (spilled.remove(end)) {
        closeSpilled(end, consumer);
      } else {
        closeOnHeap(end, consumer);
      }
      end = nextEnd();
    }
  }

  @Override
  public void flush() {
    for (Dirty entry : dirty) {
      if (entry.pane.dirty) {
        entry.pane.dirty = false;
        entry.pane.stored = true;
        store.put(storeKey(entry.end, entry.key), encode(entry.pane));
      }
    }
    dirty.clear();
  }

  @Override
  public long open() {
    return open;
  }

  private @Nullable Long nextEnd() {
    Long heap = windows.isEmpty() ? null : windows.firstKey();
    Long other = spilled.isEmpty() ? null : spilled.first();
    if (heap == null || other == null) {
      return heap == null ? other : heap;
    }
    return Math.min(heap, other);
  }

  private void closeOnHeap(long end, Consumer consumer) {
    Map<KeyBytes, Pane> window = windows.remove(end);
    if (window == null) {
      return;
    }
    onHeap -= window.size();
    KeyBytes[] keys = window.keySet().toArray(new KeyBytes[0]);
    Arrays.sort(keys);
    for (KeyBytes key : keys) {
      Pane pane = window.get(key);
      if (pane != null) {
        fire(end, key, pane, consumer);
        if (pane.stored) {
          store.delete(storeKey(end, key));
        }
      }
    }
  }

  /**
   * Brings the window's newest panes into the store, too, and closes from there, one pane in memory
   * at a time.
   */
  private void closeSpilled(long end, Consumer consumer) {
    flush();
    Map<KeyBytes, Pane> window = windows.remove(end);
    onHeap -= window == null ? 0 : window.size();
    store.range(
        storeKey(end, new KeyBytes(new byte[0])),
        storeKey(end + 1, new KeyBytes(new byte[0])),
        (storeKey, value) -> {
          fire(end, keyOf(storeKey), decode(value), consumer);
          store.delete(storeKey);
        });
  }

  private void fire(long end, KeyBytes key, Pane pane, Consumer consumer) {
    open--;
    pane.dirty = false;
    consumer.pane(key, startOf.applyAsLong(end), end - 1, pane.count, pane.accumulator);
  }

  /** Moves all panes to the store; the heap is empty afterwards. */
  private void spill() {
    spilled.addAll(windows.keySet());
    windows.clear();
    onHeap = 0;
  }

  private Map<KeyBytes, Pane> window(long end) {
    return windows.computeIfAbsent(end, e -> new HashMap<>());
  }

  private @Nullable Pane load(long end, KeyBytes key) {
    byte[] value = store.get(storeKey(end, key));
    return value == null ? null : decode(value);
  }

  private byte[] encode(Pane pane) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(pane.count);
      aggregates.write(pane.accumulator, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Pane decode(byte[] value) {
    Stored stored = read(value, aggregates);
    Pane pane = new Pane(stored.count, stored.accumulator);
    pane.stored = true;
    return pane;
  }

  private static Stored read(byte[] value, Aggregates aggregates) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
      return new Stored(in.readLong(), aggregates.read(in));
    } catch (IOException e) {
      throw new StateMismatchException("a stored pane", e);
    }
  }

  /**
   * Returns the stored panes of one key. Entries are ordered by the end of their window first, so
   * from each end it skips to the next: two looks for each window that has a pane of any key.
   */
  static List<StoredPanes.Pane> stored(
      LongUnaryOperator startOf,
      KeyBytes key,
      StoredPanes.Lookup lookup,
      Aggregates aggregates,
      int max) {
    List<StoredPanes.Pane> panes = new ArrayList<>();
    byte[] next = lookup.firstKeyFrom(new byte[0]);
    while (next != null && panes.size() < max) {
      long end = endOf(next);
      byte[] value = lookup.get(storeKey(end, key));
      if (value != null) {
        Stored stored = read(value, aggregates);
        panes.add(
            new StoredPanes.Pane(
                startOf.applyAsLong(end), end - 1, stored.count, stored.accumulator));
      }
      next =
          end == Long.MAX_VALUE
              ? null
              : lookup.firstKeyFrom(storeKey(end + 1, new KeyBytes(new byte[0])));
    }
    return panes;
  }

  private static byte[] storeKey(long end, KeyBytes key) {
    return ByteBuffer.allocate(Long.BYTES + key.bytes().length)
        .putLong(end ^ Long.MIN_VALUE)
        .put(key.bytes())
        .array();
  }

  private static long endOf(byte[] storeKey) {
    return ByteBuffer.wrap(storeKey).getLong() ^ Long.MIN_VALUE;
  }

  private static KeyBytes keyOf(byte[] storeKey) {
    return new KeyBytes(Arrays.copyOfRange(storeKey, Long.BYTES, storeKey.length));
  }

  /** The value of an entry. */
  private record Stored(long count, Object accumulator) {}

  private record Dirty(long end, KeyBytes key, Pane pane) {}

  private static final class Pane {
    private long count;
    private Object accumulator;
    private boolean dirty;
    private boolean stored;

    private Pane(long count, Object accumulator) {
      this.count = count;
      this.accumulator = accumulator;
    }

    private void add(long more, Object combined) {
      count += more;
      accumulator = combined;
    }
  }
}

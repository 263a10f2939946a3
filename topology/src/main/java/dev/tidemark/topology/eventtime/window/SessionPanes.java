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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Open sessions. Stored twice: {@code 1 | key} holds the sessions of a key, {@code 2 | close time |
 * key} marks when one of them closes, so that closing is a range also for keys that are not on the
 * heap.
 */
final class SessionPanes implements Panes {

  private static final byte SESSIONS = 1;
  private static final byte CLOSINGS = 2;
  private static final byte[] MARK = {1};

  private final WindowSpec.Session spec;
  private final Aggregates aggregates;
  private final OrderedStore store;
  private final int heapMax;

  private final Map<KeyBytes, Key> keys = new HashMap<>();
  private final TreeSet<Closing> closings = new TreeSet<>(Closing.ORDER);
  private final Set<KeyBytes> dirty = new HashSet<>();
  private boolean spilled;
  private long onHeap;
  private long open;

  SessionPanes(WindowSpec.Session spec, Aggregates aggregates, OrderedStore store, int heapMax) {
    this.spec = spec;
    this.aggregates = aggregates;
    this.store = store;
    this.heapMax = heapMax;
  }

  @Override
  public void restore() {
    store.range(
        new byte[] {SESSIONS},
        new byte[] {CLOSINGS},
        (storeKey, value) -> {
          List<Session> sessions = decode(value);
          open += sessions.size();
          if (onHeap >= heapMax) {
            spilled = true;
            return;
          }
          takeOnHeap(new KeyBytes(tail(storeKey, 1)), sessions);
        });
  }

  @Override
  public void add(KeyBytes key, long first, long last, long count, Object accumulator) {
    Key entry = keyOf(key);
    Session added = new Session(first, last, count, accumulator);
    List<Session> after = Session.add(entry.sessions, added, spec.gapMs(), aggregates);
    entry.sessions.forEach(session -> closings.remove(closing(key, session)));
    after.forEach(session -> closings.add(closing(key, session)));
    int more = after.size() - entry.sessions.size();
    open += more;
    onHeap += more;
    entry.sessions = after;
    dirty.add(key);
    if (onHeap > heapMax) {
      flush();
      spill();
    }
  }

  @Override
  public void close(Watermark watermark, Consumer consumer) {
    if (spilled) {
      loadClosings(watermark);
    }
    while (!closings.isEmpty() && closings.first().at <= watermark.time()) {
      Closing closing = closings.first();
      closings.remove(closing);
      open--;
      onHeap--;
      Key entry = keyOf(closing.key);
      List<Session> left = new ArrayList<>(entry.sessions);
      left.remove(closing.session);
      entry.sessions = left;
      dirty.add(closing.key);
      Session session = closing.session;
      consumer.pane(
          closing.key, session.first(), session.last(), session.count(), session.accumulator());
    }
  }

  @Override
  public void flush() {
    for (KeyBytes key : dirty) {
      Key entry = keys.get(key);
      if (entry != null) {
        store(key, entry);
        if (entry.sessions.isEmpty()) {
          keys.remove(key);
        }
      }
    }
    dirty.clear();
  }

  @Override
  public long open() {
    return open;
  }

  private void store(KeyBytes key, Key entry) {
    byte[] storeKey = sessionsKey(key);
    if (entry.sessions.isEmpty()) {
      store.delete(storeKey);
    } else {
      store.put(storeKey, encode(entry.sessions));
    }
    Set<Long> marks = new HashSet<>();
    entry.sessions.forEach(session -> marks.add(session.closesAt(spec.gapMs())));
    entry.marks.stream()
        .filter(mark -> !marks.contains(mark))
        .forEach(mark -> store.delete(markKey(mark, key)));
    marks.stream()
        .filter(mark -> !entry.marks.contains(mark))
        .forEach(mark -> store.put(markKey(mark, key), MARK));
    entry.marks = marks;
  }

  private Key keyOf(KeyBytes key) {
    Key entry = keys.get(key);
    if (entry != null) {
      return entry;
    }
    byte[] value = spilled ? store.get(sessionsKey(key)) : null;
    return takeOnHeap(key, value == null ? List.of() : decode(value));
  }

  private Key takeOnHeap(KeyBytes key, List<Session> sessions) {
    Key entry = new Key(sessions);
    for (Session session : sessions) {
      closings.add(closing(key, session));
      entry.marks.add(session.closesAt(spec.gapMs()));
    }
    keys.put(key, entry);
    onHeap += sessions.size();
    return entry;
  }

  /** Brings the keys on the heap that have a session to close. */
  private void loadClosings(Watermark watermark) {
    flush();
    store.range(
        new byte[] {CLOSINGS},
        watermark.time() == Long.MAX_VALUE
            ? null
            : ByteBuffer.allocate(9)
                .put(CLOSINGS)
                .putLong((watermark.time() + 1) ^ Long.MIN_VALUE)
                .array(),
        (markKey, mark) -> keyOf(new KeyBytes(tail(markKey, 9))));
  }

  private void spill() {
    keys.clear();
    closings.clear();
    onHeap = 0;
    spilled = true;
  }

  private Closing closing(KeyBytes key, Session session) {
    return new Closing(session.closesAt(spec.gapMs()), key, session);
  }

  private byte[] encode(List<Session> sessions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(sessions.size());
      for (Session session : sessions) {
        out.writeLong(session.first());
        out.writeLong(session.last());
        out.writeLong(session.count());
        aggregates.write(session.accumulator(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private List<Session> decode(byte[] value) {
    return read(value, aggregates);
  }

  private static List<Session> read(byte[] value, Aggregates aggregates) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
      int size = in.readInt();
      List<Session> sessions = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        sessions.add(new Session(in.readLong(), in.readLong(), in.readLong(), aggregates.read(in)));
      }
      return sessions;
    } catch (IOException e) {
      throw new StateMismatchException("stored sessions", e);
    }
  }

  private static byte[] markKey(long closesAt, KeyBytes key) {
    return ByteBuffer.allocate(9 + key.bytes().length)
        .put(CLOSINGS)
        .putLong(closesAt ^ Long.MIN_VALUE)
        .put(key.bytes())
        .array();
  }

  /** Returns the stored sessions of one key. */
  static List<StoredPanes.Pane> stored(
      KeyBytes key, StoredPanes.Lookup lookup, Aggregates aggregates, int max) {
    byte[] value = lookup.get(sessionsKey(key));
    return value == null
        ? List.of()
        : read(value, aggregates).stream()
            .limit(max)
            .map(s -> new StoredPanes.Pane(s.first(), s.last(), s.count(), s.accumulator()))
            .toList();
  }

  private static byte[] sessionsKey(KeyBytes key) {
    return ByteBuffer.allocate(1 + key.bytes().length).put(SESSIONS).put(key.bytes()).array();
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static final class Key {
    private List<Session> sessions;
    private Set<Long> marks = new HashSet<>();

    private Key(List<Session> sessions) {
      this.sessions = sessions;
    }
  }

  private record Closing(long at, KeyBytes key, Session session) {
    private static final Comparator<Closing> ORDER =
        Comparator.comparingLong(Closing::at)
            .thenComparing(Closing::key)
            .thenComparingLong(closing -> closing.session.first());
  }
}

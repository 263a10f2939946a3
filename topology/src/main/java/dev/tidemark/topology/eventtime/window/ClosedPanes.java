package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.aggregate.CombinationFailedException;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.ExchangeMismatchException;
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
import java.util.List;

/**
 * The closed panes of a tumbling window, kept in a store so that they can be corrected, and the
 * corrections that have come before their window closed. Ordered by the end of the window first, so
 * that forgetting is a range. Not thread-safe.
 */
public final class ClosedPanes {

  private static final byte PANE = 'P';
  private static final byte WAITING = 'W';

  private final Aggregates aggregates;
  private final OrderedStore store;
  private long nextNumber;
  private long waiting;

  /** In a store. */
  public ClosedPanes(Aggregates aggregates, OrderedStore store) {
    this.aggregates = aggregates;
    this.store = store;
  }

  /**
   * A pane that was corrected.
   *
   * @param number 1 for the first correction, and so on
   * @param count of its elements
   */
  public record Corrected(int number, long count, Object accumulator) {}

  /** A correction and the key that it is for. */
  public record Waiting(KeyBytes key, ExchangeMessage.Correction correction) {}

  /** Restores what is in the store. To be called once, before anything else. */
  public void restore() {
    store.range(
        new byte[] {WAITING},
        new byte[] {WAITING + 1},
        (key, value) -> {
          waiting++;
          nextNumber = Math.max(nextNumber, ByteBuffer.wrap(key).getLong(1 + Long.BYTES) + 1);
        });
  }

  /** Keeps a pane as it was when its window closed. */
  public void keep(KeyBytes key, long end, long count, Object accumulator) {
    store.put(paneKey(end, key), encode(0, count, accumulator));
  }

  /**
   * Adds an element to a pane of a closed window; to a new one if there was none.
   *
   * @throws CombinationFailedException for what the aggregation throws; nothing has changed then
   */
  public Corrected correct(KeyBytes key, long end, Object accumulator) {
    byte[] storeKey = paneKey(end, key);
    byte[] kept = store.get(storeKey);
    Corrected before = kept == null ? null : decode(kept);
    Corrected after =
        before == null
            ? new Corrected(1, 1, accumulator)
            : new Corrected(
                before.number + 1,
                before.count + 1,
                aggregates.combine(before.accumulator, accumulator));
    store.put(storeKey, encode(after.number, after.count, after.accumulator));
    return after;
  }

  /** Keeps a correction until its window closes. */
  public void await(KeyBytes key, ExchangeMessage.Correction correction) {
    byte[] message = ExchangeCodec.encode(correction);
    byte[] value =
        ByteBuffer.allocate(Integer.BYTES + key.bytes().length + message.length)
            .putInt(key.bytes().length)
            .put(key.bytes())
            .put(message)
            .array();
    store.put(waitingKey(correction.last() + 1, nextNumber++), value);
    waiting++;
  }

  /** Takes the corrections whose windows have closed, in the order of the windows. */
  public List<Waiting> takeDue(Watermark completes) {
    List<Waiting> due = new ArrayList<>();
    if (waiting == 0) {
      return due;
    }
    List<byte[]> taken = new ArrayList<>();
    store.range(
        new byte[] {WAITING},
        new byte[] {WAITING + 1},
        (key, value) -> {
          if (completes.completes(endOf(key))) {
            taken.add(key);
            due.add(waitingOf(value));
          }
        });
    taken.forEach(store::delete);
    waiting -= taken.size();
    return due;
  }

  /** Forgets the panes of windows that end at or before an instant. */
  public void forget(long end) {
    List<byte[]> old = new ArrayList<>();
    store.range(
        new byte[] {PANE},
        paneKey(end + 1, new KeyBytes(new byte[0])),
        (key, value) -> old.add(key));
    old.forEach(store::delete);
  }

  private byte[] encode(int number, long count, Object accumulator) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(number);
      out.writeLong(count);
      aggregates.write(accumulator, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Corrected decode(byte[] value) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
      return new Corrected(in.readInt(), in.readLong(), aggregates.read(in));
    } catch (IOException e) {
      throw new StateMismatchException("a closed pane", e);
    }
  }

  private static Waiting waitingOf(byte[] value) {
    int length = ByteBuffer.wrap(value).getInt();
    int from = Integer.BYTES + length;
    ExchangeMessage message = ExchangeCodec.decode(Arrays.copyOfRange(value, from, value.length));
    if (!(message instanceof ExchangeMessage.Correction correction)) {
      throw new ExchangeMismatchException("what waits for its window is no correction");
    }
    return new Waiting(new KeyBytes(Arrays.copyOfRange(value, Integer.BYTES, from)), correction);
  }

  private static byte[] paneKey(long end, KeyBytes key) {
    return ByteBuffer.allocate(1 + Long.BYTES + key.bytes().length)
        .put(PANE)
        .putLong(end ^ Long.MIN_VALUE)
        .put(key.bytes())
        .array();
  }

  private static byte[] waitingKey(long end, long number) {
    return ByteBuffer.allocate(1 + 2 * Long.BYTES)
        .put(WAITING)
        .putLong(end ^ Long.MIN_VALUE)
        .putLong(number)
        .array();
  }

  private static long endOf(byte[] storeKey) {
    return ByteBuffer.wrap(storeKey).getLong(1) ^ Long.MIN_VALUE;
  }
}

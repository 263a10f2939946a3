package dev.tidemark.topology.eventtime.time;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An {@link OrderedStore} on the heap, for tests, simulations and the test kit. */
public final class InMemoryOrderedStore implements OrderedStore {

  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

  /** An empty store. */
  public InMemoryOrderedStore() {}

  /** A copy of another store: what a crash leaves when the other was committed. */
  public InMemoryOrderedStore(InMemoryOrderedStore other) {
    entries.putAll(other.entries);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return entries.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    entries.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    entries.remove(key);
  }

  @Override
  public void range(byte[] from, byte @Nullable [] to, Visitor visitor) {
    Map<byte[], byte[]> part =
        to == null ? entries.tailMap(from, true) : entries.subMap(from, true, to, false);
    for (Map.Entry<byte[], byte[]> entry : copyOf(part).entrySet()) {
      visitor.entry(entry.getKey(), entry.getValue());
    }
  }

  private static Map<byte[], byte[]> copyOf(Map<byte[], byte[]> part) {
    TreeMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
    copy.putAll(part);
    return copy;
  }
}

package dev.tidemark.runtime.streams;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.topology.stage.TablePipeline;
import dev.tidemark.topology.stage.base.TableLookup;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The decoded values of one task's share of a table, as many as have been used lately. Written and
 * read by the one thread that owns the task.
 */
final class TableCache implements TableLookup, TablePipeline.Updates {

  private static final int VALUES_MAX = 100_000;

  private final KeyValueStore<Bytes, byte[]> store;
  private final Codec<Object> values;
  private final Map<Bytes, Object> decoded =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Object> eldest) {
          return size() > VALUES_MAX;
        }
      };

  TableCache(KeyValueStore<Bytes, byte[]> store, Codec<Object> values) {
    this.store = store;
    this.values = values;
  }

  @Override
  public @Nullable Object get(byte[] key) {
    Bytes bytes = Bytes.wrap(key);
    Object value = decoded.get(bytes);
    if (value != null) {
      return value;
    }
    byte[] raw = store.get(bytes);
    if (raw == null) {
      return null;
    }
    if (!(values.decode(raw) instanceof Decoded.Ok<Object> ok)) {
      throw new IllegalStateException(
          "a table entry that was readable when it was stored can't be read: " + store.name());
    }
    decoded.put(bytes, ok.value());
    return ok.value();
  }

  @Override
  public void put(byte[] key, byte[] raw, Object value) {
    Bytes bytes = Bytes.wrap(key);
    store.put(bytes, raw);
    decoded.put(bytes, value);
  }

  @Override
  public void remove(byte[] key) {
    Bytes bytes = Bytes.wrap(key);
    store.delete(bytes);
    decoded.remove(bytes);
  }
}

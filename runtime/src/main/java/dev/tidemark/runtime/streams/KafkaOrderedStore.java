package dev.tidemark.runtime.streams;

import dev.tidemark.topology.eventtime.time.OrderedStore;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A Kafka Streams key-value store as the windows see it. */
record KafkaOrderedStore(KeyValueStore<Bytes, byte[]> store) implements OrderedStore {

  @Override
  public byte @Nullable [] get(byte[] key) {
    return store.get(Bytes.wrap(key));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(Bytes.wrap(key), value);
  }

  @Override
  public void delete(byte[] key) {
    store.delete(Bytes.wrap(key));
  }

  @Override
  public void range(byte[] from, byte @Nullable [] to, Visitor visitor) {
    Bytes lower = from.length == 0 ? null : Bytes.wrap(from);
    Bytes upper = to == null ? null : Bytes.wrap(to);
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(lower, upper)) {
      while (entries.hasNext()) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        if (to != null && Arrays.compareUnsigned(entry.key.get(), to) >= 0) {
          return;
        }
        visitor.entry(entry.key.get(), entry.value);
      }
    }
  }
}

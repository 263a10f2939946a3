package dev.tidemark.topology.stage.base;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Encodes keys, and remembers the bytes of those seen lately: keys repeat. */
public final class KeyEncoder {

  private static final int REMEMBERED_MAX = 100_000;

  private final Codec<Object> codec;
  private final Map<Object, KeyBytes> remembered = new HashMap<>();

  public KeyEncoder(Codec<Object> codec) {
    this.codec = codec;
  }

  public KeyBytes encode(Object key) {
    if (!isImmutable(key)) {
      return new KeyBytes(codec.encode(key));
    }
    KeyBytes bytes = remembered.get(key);
    if (bytes == null) {
      if (remembered.size() >= REMEMBERED_MAX) {
        remembered.clear();
      }
      bytes = new KeyBytes(codec.encode(key));
      remembered.put(key, bytes);
    }
    return bytes;
  }

  private static boolean isImmutable(Object key) {
    return key instanceof String
        || key instanceof Long
        || key instanceof Integer
        || key instanceof Double
        || key instanceof Boolean
        || key instanceof Instant;
  }
}

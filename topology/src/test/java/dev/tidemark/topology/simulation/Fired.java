package dev.tidemark.topology.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a window makes: all of its contents, so that nothing can be lost or doubled unseen.
 *
 * @param first tumbling: the window's start; session: its first event
 * @param last tumbling: the window's last millisecond; session: its last event
 * @param ids of all elements in it, sorted
 */
record Fired(int key, long first, long last, int[] ids) {

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(20 + 4 * ids.length);
    out.putInt(key).putLong(first).putLong(last);
    for (int id : ids) {
      out.putInt(id);
    }
    return out.array();
  }

  static @Nullable Fired decode(byte[] bytes) {
    if (bytes.length < 20) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int key = in.getInt();
    long first = in.getLong();
    long last = in.getLong();
    int[] ids = new int[in.remaining() / 4];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = in.getInt();
    }
    return new Fired(key, first, last, ids);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fired fired
        && key == fired.key
        && first == fired.first
        && last == fired.last
        && Arrays.equals(ids, fired.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids) + key;
  }

  @Override
  public String toString() {
    return key + "[" + first + ".." + last + "]" + Arrays.toString(ids);
  }
}

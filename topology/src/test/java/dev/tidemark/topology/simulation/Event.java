package dev.tidemark.topology.simulation;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated sources hold.
 *
 * @param id unique in a world
 * @param time event time
 * @param key of the join and the window
 * @param defect what is wrong with it
 * @param copies how many elements the flatMap makes of it
 */
record Event(int id, long time, int key, Defect defect, int copies) {
  private static final int BYTES = 18;

  /** What can be wrong with an event. */
  enum Defect {
    NONE,
    FILTERED,
    FILTER_THROWS,
    NULL_KEY,
    NO_TIME
  }

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .putInt(id)
        .putLong(time)
        .putInt(key)
        .put((byte) defect.ordinal())
        .put((byte) copies)
        .array();
  }

  static @Nullable Event decode(byte[] bytes) {
    if (bytes.length != BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Event(in.getInt(), in.getLong(), in.getInt(), Defect.values()[in.get()], in.get());
  }

  /** The element that the flatMap makes of it. */
  Event copy(int number) {
    return new Event(id * 4 + number, time, key, defect, copies);
  }
}

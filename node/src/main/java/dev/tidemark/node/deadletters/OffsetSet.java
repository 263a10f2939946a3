package dev.tidemark.node.deadletters;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Offsets of a partition, a bit each, so that millions of them take little. Not thread-safe. */
final class OffsetSet {

  private static final int CHUNK = 1 << 16;

  private final Map<Long, BitSet> chunks = new HashMap<>();
  private long size;

  /** Adds one; whether it was not in it before. */
  boolean add(long offset) {
    BitSet chunk = chunks.computeIfAbsent(Math.floorDiv(offset, CHUNK), number -> new BitSet());
    int bit = Math.floorMod(offset, CHUNK);
    if (chunk.get(bit)) {
      return false;
    }
    chunk.set(bit);
    size++;
    return true;
  }

  boolean contains(long offset) {
    BitSet chunk = chunks.get(Math.floorDiv(offset, CHUNK));
    return chunk != null && chunk.get(Math.floorMod(offset, CHUNK));
  }

  long size() {
    return size;
  }
}

package dev.tidemark.topology.eventtime.time;

import org.jspecify.annotations.Nullable;

/** A key-value store ordered by unsigned bytes: what windows need of their state. */
public interface OrderedStore {

  /** Returns the value of a key, if there is one. */
  byte @Nullable [] get(byte[] key);

  /** Sets the value of a key. */
  void put(byte[] key, byte[] value);

  /** Removes a key, if it is there. */
  void delete(byte[] key);

  /**
   * Visits all entries from {@code from} (inclusive) to {@code to} (exclusive; {@code null}: to the
   * end), in order. The visitor may change the store; it sees the entries as they were at the call.
   */
  void range(byte[] from, byte @Nullable [] to, Visitor visitor);

  /** Sees one entry. */
  @FunctionalInterface
  interface Visitor {
    void entry(byte[] key, byte[] value);
  }
}

package dev.tidemark.topology.stage.base;

import org.jspecify.annotations.Nullable;

/** The latest values of a table's partition. */
@FunctionalInterface
public interface TableLookup {

  /** Returns the value of an encoded key, if there is one. */
  @Nullable Object get(byte[] key);
}

package dev.tidemark.node.replay;

import org.jspecify.annotations.Nullable;

/**
 * Something that one of two runs has written otherwise than the other.
 *
 * @param oldValue of the run before; null if only the new one has it, or if it is null
 * @param newValue of the new run; null if only the one before has it, or if it is null
 */
@SuppressWarnings("ArrayRecordComponent") // shown, never compared
public record Difference(
    Kind kind,
    int partition,
    byte @Nullable [] key,
    long timestamp,
    byte @Nullable [] oldValue,
    byte @Nullable [] newValue) {
  /** The kind of a difference. */
  public enum Kind {
    /** Both have a result under this key and timestamp, of different values. */
    CHANGED,
    /** The run before alone has it. */
    ONLY_OLD,
    /** The new run alone has it. */
    ONLY_NEW
  }
}

package dev.tidemark.topology.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A partition of an exchange or of the output topic: records in the order of their sending. */
final class PartitionLog {
  final List<Entry> entries = new ArrayList<>();

  /**
   * A record or the marker of a transaction's end.
   *
   * @param generation of the writing task: how many owners it had before
   */
  record Entry(
      Transaction transaction,
      int generation,
      byte @Nullable [] key,
      byte @Nullable [] value,
      long timestamp) {
    private static final int MARKER = -1;

    static Entry marker(Transaction transaction) {
      return new Entry(transaction, MARKER, null, null, 0);
    }

    boolean isMarker() {
      return generation == MARKER;
    }
  }

  /** Whether a read-committed reader may see the entry at an offset, if no earlier one stops it. */
  boolean isVisible(int offset) {
    Entry entry = entries.get(offset);
    return !entry.isMarker() && entry.transaction.state == Transaction.State.COMMITTED;
  }

  /** The last stable offset stops here. */
  boolean isOpen(int offset) {
    return entries.get(offset).transaction.state == Transaction.State.OPEN;
  }
}

package dev.tidemark.node.replay;

import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** The records of one output as they were at one moment: each reading gives the same ones. */
public interface RecordSource {

  /**
   * Gives all records of some partitions, in the order of each partition.
   *
   * @param partitions which to read
   */
  void read(IntPredicate partitions, Consumer<OutputRecord> each);
}

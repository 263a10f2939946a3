package dev.tidemark.node.replay;

/**
 * The result of comparing two runs in one partition of an output.
 *
 * @param oldDigest of what the run before has written
 * @param newDigest of what the new run has written; equal digests mean equal content
 * @param equal how many records both have
 * @param changed how many have another value under the same key and timestamp
 */
public record PartitionComparison(
    int partition,
    String oldDigest,
    String newDigest,
    long oldRecords,
    long newRecords,
    long equal,
    long changed,
    long onlyOld,
    long onlyNew) {

  /** Returns whether both have written the same. */
  public boolean isEqual() {
    return oldDigest.equals(newDigest);
  }
}

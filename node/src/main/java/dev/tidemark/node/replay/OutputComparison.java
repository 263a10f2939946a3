package dev.tidemark.node.replay;

import java.util.List;

/**
 * The result of comparing two runs in one output.
 *
 * @param partitions by number
 * @param differences the first of them, in the order of partition, key and timestamp
 */
public record OutputComparison(List<PartitionComparison> partitions, List<Difference> differences) {
  public OutputComparison {
    partitions = List.copyOf(partitions);
    differences = List.copyOf(differences);
  }

  /** Returns whether both have written the same. */
  public boolean isEqual() {
    return partitions.stream().allMatch(PartitionComparison::isEqual);
  }
}

package dev.tidemark.topology.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A thread: some tasks that share a producer, so that they commit together. */
final class Worker {
  final int number;
  final List<Owner> owned = new ArrayList<>();

  /** Whether it has lost its tasks and does not know it. */
  boolean zombie;

  private @Nullable Transaction transaction;

  Worker(int number) {
    this.number = number;
  }

  /** The open transaction; begins one where there is none. */
  Transaction transaction() {
    Transaction open = transaction;
    if (open == null) {
      open = new Transaction();
      transaction = open;
    }
    return open;
  }

  /** The open transaction, which the worker then has no more. */
  @Nullable Transaction takeTransaction() {
    Transaction open = transaction;
    transaction = null;
    return open;
  }

  /**
   * Whether the group coordinator is asked at a commit. Without offsets it isn't, so nothing fences
   * an owner that has consumed nothing since it was assigned; one that has retried something sends
   * an offset along.
   */
  boolean commitsOffsets(Mutant mutant) {
    return owned.stream()
        .anyMatch(owner -> owner.hasConsumed || (owner.hasRetried && mutant.fencesRetries()));
  }

  @Override
  public String toString() {
    return (zombie ? "zombie " : "worker ") + number;
  }
}

package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;

/** One partition of a stage: what is committed of it. */
final class Task {
  final int stage;
  final int partition;
  final InMemoryOrderedStore progress = new InMemoryOrderedStore();
  final InMemoryOrderedStore panes = new InMemoryOrderedStore();
  final InMemoryOrderedStore parked = new InMemoryOrderedStore();

  /** The index in the input log of the next record to read. */
  int position;

  /** How many owners it has had. */
  int owners;

  Task(int stage, int partition) {
    this.stage = stage;
    this.partition = partition;
  }

  @Override
  public String toString() {
    return "task " + stage + "_" + partition;
  }
}

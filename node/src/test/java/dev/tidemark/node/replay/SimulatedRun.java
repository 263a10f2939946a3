package dev.tidemark.node.replay;

/** What is committed of a run: its workers share it. */
final class SimulatedRun {
  final long[] positions;
  final long lead; // how much sooner than the first run it closes windows
  long idle; // how much more it closes since its partitions are idle
  long closed = Long.MIN_VALUE; // the merged watermark

  SimulatedRun(int partitions, long lead) {
    this.positions = new long[partitions];
    this.lead = lead;
  }
}

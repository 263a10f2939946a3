package dev.tidemark.node.supervisor;

/**
 * The place of one job's worker on this node.
 *
 * @param starts the number of processes started; identifies the newest
 * @param failures the number of consecutive failures of the newest
 */
record Slot(Phase phase, int starts, int failures) {
  static final Slot EMPTY = new Slot(new Phase.Empty(), 0, 0);

  Slot with(Phase next) {
    return new Slot(next, starts, failures);
  }

  boolean hasProcess() {
    return phase instanceof Phase.Alive || phase instanceof Phase.Leaving;
  }
}

package dev.tidemark.topology.simulation;

import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A transaction of one producer: what it has sent becomes visible when it is committed, or never.
 */
final class Transaction {

  /** How far it has come. */
  enum State {
    OPEN,
    COMMITTED,
    ABORTED
  }

  State state = State.OPEN;
  final List<LateRecord> late = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();
  private final Set<PartitionLog> touched = new LinkedHashSet<>();

  void append(PartitionLog log, PartitionLog.Entry entry) {
    touched.add(log);
    log.entries.add(entry);
  }

  /** Ends it. A marker in each partition takes an offset, as in Kafka. */
  void end(State outcome) {
    state = outcome;
    touched.forEach(log -> log.entries.add(PartitionLog.Entry.marker(this)));
  }
}

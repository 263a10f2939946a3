package dev.tidemark.runtime.base;

import java.util.List;

/**
 * A share of a job in this process.
 *
 * @param id Kafka Streams' task id, e.g. {@code 0_1}
 * @param partitions of what it reads, {@code TOPIC-PARTITION}, in order
 * @param state the state of the task
 * @param restoreRemaining how many changelog records are still to be read before it runs, as far as
 *     that is known; of a standby: how many it is behind
 */
public record TaskStatus(String id, List<String> partitions, State state, long restoreRemaining) {
  public TaskStatus {
    partitions = List.copyOf(partitions);
  }

  /** The state of a task. */
  public enum State {
    /** It processes, or could. */
    RUNNING,
    /** Its state is read back before the first record. */
    RESTORING,
    /** It keeps a copy of the state of a task that runs elsewhere. */
    STANDBY
  }
}

package dev.tidemark.client.api.job;

import java.util.List;

/**
 * A share of a job.
 *
 * @param id Kafka Streams' task id, e.g. {@code 0_1}
 * @param partitions of what it reads, {@code TOPIC-PARTITION}
 * @param state {@code running}, {@code restoring} or {@code standby}
 * @param restoreRemaining how many changelog records are still to be read before it runs
 */
public record TaskView(String id, List<String> partitions, String state, long restoreRemaining) {
  public TaskView {
    partitions = List.copyOf(partitions);
  }
}

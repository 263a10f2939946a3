package dev.tidemark.node.api;

import java.util.Map;

/**
 * What a job gets of each node.
 *
 * @param threads stream threads in each worker, 1 to 64
 * @param memoryMb the heap of each worker in MiB, 64 to 65,536
 * @param workers on how many nodes it runs; 0 for all
 * @param commitIntervalMs how often results are committed, 10 to 60,000
 * @param kafka Kafka properties of the job, from the allow-list only
 */
public record JobSettings(
    int threads, int memoryMb, int workers, long commitIntervalMs, Map<String, String> kafka) {
  /** One thread, 256 MiB, all nodes, 200 ms. */
  public static final JobSettings DEFAULT = new JobSettings(1, 256, 0, 200, Map.of());

  public JobSettings {
    kafka = Map.copyOf(kafka);
  }
}

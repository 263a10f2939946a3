package dev.tidemark.client.api.job;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a job on each node, and its permissions.
 *
 * @param threads stream threads in each worker, 1 to 64
 * @param memoryMb the heap of each worker in MiB, 64 to 65,536
 * @param workers on how many nodes it runs; 0 for all
 * @param commitIntervalMs how often results are committed, 10 to 60,000
 * @param kafka Kafka properties of the job, from the allow-list only
 * @param register whether it may register the schemas of what it writes
 */
public record JobSettings(
    int threads,
    int memoryMb,
    int workers,
    long commitIntervalMs,
    Map<String, String> kafka,
    Registering register) {
  /** One thread, 256 MiB, all nodes, 200 ms; registers nothing. */
  public static final JobSettings DEFAULT = new JobSettings(1, 256, 0, 200, Map.of());

  public JobSettings(
      int threads,
      int memoryMb,
      int workers,
      long commitIntervalMs,
      Map<String, String> kafka,
      @Nullable Registering register) {
    this.threads = threads;
    this.memoryMb = memoryMb;
    this.workers = workers;
    this.commitIntervalMs = commitIntervalMs;
    this.kafka = Map.copyOf(kafka);
    // a spec of before there was a choice does not say
    this.register = register == null ? Registering.NEVER : register;
  }

  /** Settings of a job that registers nothing. */
  public JobSettings(
      int threads, int memoryMb, int workers, long commitIntervalMs, Map<String, String> kafka) {
    this(threads, memoryMb, workers, commitIntervalMs, kafka, Registering.NEVER);
  }

  /** The same settings, with or without leave to register. */
  public JobSettings withRegister(Registering other) {
    return new JobSettings(threads, memoryMb, workers, commitIntervalMs, kafka, other);
  }
}

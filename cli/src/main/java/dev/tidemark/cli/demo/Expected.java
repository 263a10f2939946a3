package dev.tidemark.cli.demo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * All that a job must answer once it has read everything and all of its sources are proved idle.
 *
 * @param results every result, in the order (end of the window, key)
 * @param late the late events, in the order (partition, offset)
 * @param deadLettered the refused events, in the order (partition, offset)
 * @param open how many panes the final watermark leaves open
 * @param ledger one entry for each partition that has an event, in the order of partitions
 * @param finalWatermark the highest watermark of any partition, which is released when all are
 *     idle; empty without events
 * @param <R> the Avro class of the results
 * @param <T> the Avro class of the events
 */
public record Expected<R, T>(
    List<R> results,
    List<SourceEvent<T>> late,
    List<SourceEvent<T>> deadLettered,
    long open,
    List<PartitionLedger> ledger,
    Optional<Instant> finalWatermark) {

  public Expected {
    results = List.copyOf(results);
    late = List.copyOf(late);
    deadLettered = List.copyOf(deadLettered);
    ledger = List.copyOf(ledger);
  }

  /**
   * The sum of one column of the ledger over all partitions, e.g. {@code
   * total(PartitionLedger::filtered)}.
   */
  public long total(ToLongFunction<PartitionLedger> column) {
    return ledger.stream().mapToLong(column).sum();
  }
}

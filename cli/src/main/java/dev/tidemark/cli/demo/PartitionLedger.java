package dev.tidemark.cli.demo;

/**
 * The event accounting of one source partition. {@code read = filtered + late + deadLettered +
 * counted}.
 *
 * @param partition the partition
 * @param read how many there were
 * @param filtered dropped on purpose: by a filter, or because the table has no entry for them
 * @param late too late for their window
 * @param deadLettered refused: too far ahead of their partition, or without the key that a join
 *     needs
 * @param counted in a window, written or still open
 */
public record PartitionLedger(
    int partition, long read, long filtered, long late, long deadLettered, long counted) {

  static PartitionLedger empty(int partition) {
    return new PartitionLedger(partition, 0, 0, 0, 0, 0);
  }

  PartitionLedger plusFiltered() {
    return new PartitionLedger(partition, read + 1, filtered + 1, late, deadLettered, counted);
  }

  PartitionLedger plusLate() {
    return new PartitionLedger(partition, read + 1, filtered, late + 1, deadLettered, counted);
  }

  PartitionLedger plusDeadLettered() {
    return new PartitionLedger(partition, read + 1, filtered, late, deadLettered + 1, counted);
  }

  PartitionLedger plusCounted() {
    return new PartitionLedger(partition, read + 1, filtered, late, deadLettered, counted + 1);
  }
}

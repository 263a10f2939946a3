package dev.tidemark.runtime.base;

import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Chooses the partition that a record goes to. */
public final class Partitions {

  /**
   * The partition of the source record in hand. A partitioner is called by the thread that
   * forwards.
   */
  private static final ThreadLocal<Integer> SOURCE = ThreadLocal.withInitial(() -> 0);

  private Partitions() {}

  /**
   * For exchanges: control messages to all partitions (KIP-837), data by its key as any producer
   * does.
   */
  public static StreamPartitioner<byte[], byte[]> exchange() {
    return (topic, key, value, partitions) ->
        ExchangeCodec.isControl(value)
            ? Optional.of(
                IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet()))
            : Optional.empty();
  }

  /**
   * For late records and dead letters: the partition that the source record was in, so that they
   * stay in order and the same on every replay, with or without a key.
   */
  public static StreamPartitioner<byte[], byte[]> likeSource() {
    return (topic, key, value, partitions) -> Optional.of(Set.of(SOURCE.get() % partitions));
  }

  public static void source(int partition) {
    SOURCE.set(Math.max(0, partition));
  }
}

package dev.tidemark.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Where a run stops to read. */
class ReadLimitsTest {
  private static final TopicPartition LIMITED = new TopicPartition("orders", 0);
  private static final TopicPartition FREE = new TopicPartition("orders", 1);
  private final ReadLimits limits = new ReadLimits(Map.of(LIMITED, 100L));

  @Test
  void shouldHandOutWhatIsBelowAndLeaveTheRestToBeReadByOthers() {
    ConsumerRecords<byte[], byte[]> cut = limits.cut(polled(120, 97, 99, 103, 105)).orElseThrow();

    assertThat(offsets(cut, LIMITED)).containsExactly(97L, 99L);
    assertThat(offsets(cut, FREE)).containsExactly(500L);
    assertThat(next(cut, LIMITED)).isEqualTo(103);
    assertThat(next(cut, FREE)).isEqualTo(501);
  }

  @Test
  void shouldNotGoBackWhereTheRunHadGoneBeyondBeforeThereWasALimit() {
    ConsumerRecords<byte[], byte[]> cut = limits.cut(polled(120, 110, 111)).orElseThrow();

    assertThat(cut.records(LIMITED)).isEmpty();
    assertThat(next(cut, LIMITED)).isEqualTo(110);
  }

  @Test
  void shouldLeaveAloneWhatStaysBelow() {
    assertThat(limits.cut(polled(102, 97, 99))).isEmpty(); // what follows are ends of transactions
  }

  private static long next(ConsumerRecords<byte[], byte[]> cut, TopicPartition partition) {
    return Objects.requireNonNull(cut.nextOffsets().get(partition)).offset();
  }

  private static ConsumerRecords<byte[], byte[]> polled(long next, long... offsets) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (long offset : offsets) {
      records.add(record(LIMITED, offset));
    }
    return new ConsumerRecords<>(
        Map.of(LIMITED, records, FREE, List.of(record(FREE, 500))),
        Map.of(LIMITED, new OffsetAndMetadata(next), FREE, new OffsetAndMetadata(501)));
  }

  private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
    return new ConsumerRecord<>(
        partition.topic(), partition.partition(), offset, new byte[0], new byte[0]);
  }

  private static List<Long> offsets(
      ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
    return records.records(partition).stream().map(ConsumerRecord::offset).toList();
  }
}

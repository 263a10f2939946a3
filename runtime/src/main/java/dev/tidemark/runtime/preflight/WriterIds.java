package dev.tidemark.runtime.preflight;

import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.preflight.SchemaReport.Side;
import dev.tidemark.serde.codec.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the schemas that the records of a topic name, in the five bytes before each key and
 * value. Reads the first and the last records of each partition, in no group, and decodes nothing.
 */
final class WriterIds {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  /** The longest time that a partition may withhold records that it is known to have. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  /** The number of ids beyond which the contents are garbage. */
  private static final int IDS_MAX = 10_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Duration answer;
  private final long deadlineNanos;
  private final SchemaSample.Watcher watcher;
  private final Map<Integer, Long> keys = new TreeMap<>();
  private final Map<Integer, Long> values = new TreeMap<>();
  private long records;
  private boolean whole = true;
  private long total;
  private long passed;

  private WriterIds(
      KafkaConsumer<byte[], byte[]> consumer, SchemaSample.Watcher watcher, Duration limit) {
    this.consumer = consumer;
    this.watcher = watcher;
    this.answer = limit.compareTo(ANSWER_MAX) < 0 ? limit : ANSWER_MAX;
    this.deadlineNanos = System.nanoTime() + limit.toNanos();
  }

  /**
   * The ids that were found.
   *
   * @param keys how many keys name each id
   * @param values how many values name each id
   * @param sample how much of the topic was read
   */
  record Found(Map<Integer, Long> keys, Map<Integer, Long> values, SchemaReport.Sample sample) {
    Map<Integer, Long> of(Side side) {
      return side == Side.KEY ? keys : values;
    }
  }

  /** Part of a partition. */
  private record Range(TopicPartition partition, long from, long to) {
    long length() {
      return to - from;
    }
  }

  /**
   * Looks at a topic; throws Kafka's exceptions. A topic that does not exist has no records.
   *
   * @param limit how long it may take, of what the sample allows
   */
  static Found in(String topic, RunConfig config, SchemaSample sample, Duration limit) {
    Properties properties = new Properties();
    properties.putAll(config.kafka());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // records that are deleted while they are read must not make it continue at the end, as if all
    // had been seen
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    properties.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      WriterIds ids = new WriterIds(consumer, sample.watcher(), limit);
      ids.read(topic, sample.recordsPerEnd());
      return new Found(ids.keys, ids.values, new SchemaReport.Sample(ids.records, ids.whole));
    }
  }

  private void read(String topic, long recordsPerEnd) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, answer).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, answer);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, answer);
    List<Range> first = new ArrayList<>();
    List<Range> last = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long begin = begins.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, begin);
      // half of it first, as the sum could overflow
      if ((end - begin) / 2 < recordsPerEnd) {
        first.add(new Range(partition, begin, end));
      } else {
        whole = false;
        first.add(new Range(partition, begin, begin + recordsPerEnd));
        last.add(new Range(partition, end - recordsPerEnd, end));
      }
    }
    total = Stream.concat(first.stream(), last.stream()).mapToLong(Range::length).sum();
    read(topic, first);
    read(topic, last);
  }

  private void read(String topic, List<Range> ranges) {
    Map<TopicPartition, Range> open = new HashMap<>();
    ranges.stream()
        .filter(range -> range.from() < range.to())
        .forEach(range -> open.put(range.partition(), range));
    consumer.assign(open.keySet());
    consumer.resume(open.keySet()); // those of an earlier call are paused
    open.values().forEach(range -> consumer.seek(range.partition(), range.from()));
    long movedAt = System.nanoTime();
    long reached = -1;
    while (!open.isEmpty()) {
      long now = System.nanoTime();
      if (now - deadlineNanos > 0 || now - movedAt > SILENCE_MAX.toNanos()) {
        whole = false;
        return;
      }
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        Range range = open.get(new TopicPartition(found.topic(), found.partition()));
        if (range != null && found.offset() < range.to()) {
          count(found);
        }
      }
      // the position, since the last offsets may be markers of transactions
      long done =
          passed + open.values().stream().mapToLong(range -> position(range) - range.from()).sum();
      watcher.looked(topic, Math.min(done, total), total);
      movedAt = done == reached ? movedAt : now;
      reached = done;
      if (open.values().removeIf(this::isPassed)) {
        keepReading(open);
      }
    }
  }

  private long position(Range range) {
    return consumer.position(range.partition(), answer);
  }

  private boolean isPassed(Range range) {
    boolean isPassed = position(range) >= range.to();
    passed += isPassed ? range.length() : 0;
    return isPassed;
  }

  private void keepReading(Map<TopicPartition, Range> open) {
    consumer.pause(
        consumer.assignment().stream().filter(partition -> !open.containsKey(partition)).toList());
  }

  private void count(ConsumerRecord<byte[], byte[]> found) {
    records++;
    count(keys, found.key());
    count(values, found.value());
  }

  private void count(Map<Integer, Long> counts, byte @Nullable [] bytes) {
    if (bytes != null && WireFormat.headerDefect(bytes) == null) {
      int id = WireFormat.schemaId(bytes);
      if (counts.size() < IDS_MAX || counts.containsKey(id)) {
        counts.merge(id, 1L, Long::sum);
      } else {
        whole = false; // this one may be a version that was not counted
      }
    }
  }
}

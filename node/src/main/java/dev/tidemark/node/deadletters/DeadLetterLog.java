package dev.tidemark.node.deadletters;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads topics, committed records only. */
interface DeadLetterLog extends AutoCloseable {

  /** A topic as it is now. */
  record TopicEnds(String id, Map<Integer, Long> ends) {}

  /** Returns where the partitions of a topic end; empty if there is no such topic. */
  Optional<TopicEnds> topicEnds(String topic);

  /**
   * Reads a part of a partition in order.
   *
   * @param from the first offset; where that is not there any more, the first that is
   * @param to the first offset that is not read
   * @param visit takes each record; false to stop
   */
  void read(
      String topic,
      int partition,
      long from,
      long to,
      Predicate<ConsumerRecord<byte[], byte[]>> visit);

  @Override
  void close();
}

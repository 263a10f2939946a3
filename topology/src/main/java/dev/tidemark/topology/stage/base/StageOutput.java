package dev.tidemark.topology.stage.base;

import org.jspecify.annotations.Nullable;

/**
 * The output of a stage. All of it belongs to the transaction of the current commit. Timestamps are
 * epoch milliseconds and never negative, since Kafka refuses records dated before 1970.
 */
public interface StageOutput {

  /** To the partition of an exchange that the key belongs to. */
  void toExchange(String exchange, byte[] key, byte[] message, long timestamp);

  /** To every partition of an exchange. */
  void toEveryPartition(String exchange, byte[] message, long timestamp);

  /** To the topic of a sink. */
  void toSink(String sink, byte @Nullable [] key, byte[] value, long timestamp);

  /**
   * To the topic of a sink, once more: the corrected result of a window that is closed.
   *
   * @param correction 1 for the first of its pane, and so on
   */
  void toSinkCorrected(
      String sink, byte @Nullable [] key, byte[] value, long timestamp, int correction);

  /** To a late topic. */
  void toLateTopic(String topic, LateRecord late);

  /** To the job's dead letters. */
  void toDeadLetters(DeadLetter letter);
}

package dev.tidemark.node.deadletters;

/**
 * The position of a source record, present or past.
 *
 * @param offset -1 of something that was never a record, e.g. a window's result
 */
record SourcePlace(String topic, int partition, long offset) {

  /** {@code TOPIC/PARTITION/OFFSET}. */
  String text() {
    return topic + "/" + partition + "/" + offset;
  }
}

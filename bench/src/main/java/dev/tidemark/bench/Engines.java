package dev.tidemark.bench;

import java.util.List;

/** The engines by the names that people type and read. */
final class Engines {
  static final String TIDEMARK = "tidemark";
  static final String KAFKA_STREAMS = "kafka-streams";
  static final List<String> ALL = List.of(TIDEMARK, KAFKA_STREAMS);

  private Engines() {}
}

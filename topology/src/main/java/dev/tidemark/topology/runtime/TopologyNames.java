package dev.tidemark.topology.runtime;

/**
 * The names of what a plan becomes in Kafka Streams: all explicit, all derived from names that the
 * job's author gave.
 */
final class TopologyNames {

  private TopologyNames() {}

  static String source(String topic) {
    return "source-" + topic;
  }

  static String stage(String stage) {
    return "stage-" + stage;
  }

  static String table(String table) {
    return "table-" + table;
  }

  /**
   * @param writer the place of the writer among those of the exchange, from 0
   */
  static String toExchange(String exchange, int writer) {
    return "exchange-" + exchange + (writer == 0 ? "" : "-" + writer);
  }

  static String sink(String sink) {
    return "sink-" + sink;
  }

  static String late(String stage, String topic) {
    return "late-" + stage + "-" + topic;
  }

  static String deadLetters(String stage) {
    return "dead-letters-" + stage;
  }

  static String commitHook(String stage) {
    return stage + "-commit-hook";
  }
}

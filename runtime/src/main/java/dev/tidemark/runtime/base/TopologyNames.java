package dev.tidemark.runtime.base;

/**
 * The names in Kafka Streams of the parts of a plan: all explicit, all derived from names that the
 * job's author gave.
 */
public final class TopologyNames {

  private TopologyNames() {}

  public static String source(String topic) {
    return "source-" + topic;
  }

  public static String stage(String stage) {
    return "stage-" + stage;
  }

  public static String table(String table) {
    return "table-" + table;
  }

  /**
   * @param writer the place of the writer among those of the exchange, from 0
   */
  public static String toExchange(String exchange, int writer) {
    return "exchange-" + exchange + (writer == 0 ? "" : "-" + writer);
  }

  public static String sink(String sink) {
    return "sink-" + sink;
  }

  public static String late(String stage, String topic) {
    return "late-" + stage + "-" + topic;
  }

  public static String deadLetters(String stage) {
    return "dead-letters-" + stage;
  }

  public static String commitHook(String stage) {
    return stage + "-commit-hook";
  }
}

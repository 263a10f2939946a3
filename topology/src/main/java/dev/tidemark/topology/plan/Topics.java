package dev.tidemark.topology.plan;

import java.util.List;

/** The topics that a node of a logical plan reads or writes. */
final class Topics {

  private Topics() {}

  static List<String> of(Node node) {
    if (node instanceof Node.Source source) {
      return List.of(source.topic());
    }
    if (node instanceof Node.Table table) {
      return List.of(table.topic());
    }
    if (node instanceof Node.Sink sink) {
      return List.of(sink.topic());
    }
    if (node instanceof Node.Window window) {
      return window.lateTopic().map(List::of).orElse(List.of());
    }
    return List.of();
  }
}

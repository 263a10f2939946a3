package dev.tidemark.topology.plan;

import java.util.List;

/** The first node of a stage. */
public interface StageInput extends PlainNode {
  @Override
  default List<String> inputs() {
    return List.of();
  }

  <R> R accept(StageInputVisitor<R> visitor);
}

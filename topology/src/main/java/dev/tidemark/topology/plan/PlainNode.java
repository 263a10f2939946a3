package dev.tidemark.topology.plan;

import dev.tidemark.serde.Type;
import java.util.List;
import java.util.Optional;

/**
 * A node that has no topic, store or exchange of its own and does not move elements. A kind for
 * which one of these is different overrides the method.
 */
public interface PlainNode extends Node {
  @Override
  default List<String> tables() {
    return List.of();
  }

  @Override
  default List<TopicUse> topics() {
    return List.of();
  }

  @Override
  default List<StoreUse> stores() {
    return List.of();
  }

  @Override
  default Optional<Exchange> reads() {
    return Optional.empty();
  }

  @Override
  default Optional<ExchangeOutput> writes() {
    return Optional.empty();
  }

  @Override
  default Optional<String> output() {
    return Optional.empty();
  }

  @Override
  default String step() {
    return id();
  }

  @Override
  default List<String> derivedNames() {
    return List.of();
  }

  @Override
  default boolean movesElements() {
    return false;
  }

  @Override
  default boolean makesElements() {
    return true;
  }

  @Override
  default Node withElementType(Type<?> type) {
    return this;
  }
}

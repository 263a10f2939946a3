package dev.tidemark.dev.registry;

import java.util.List;

/**
 * The result of a request that changes something: computed from the state without side effects.
 *
 * @param answer to give once the events are written
 * @param events to write, all or none; empty when nothing changes
 */
record Decision<A>(A answer, List<RegistryEvent> events) {
  Decision {
    events = List.copyOf(events);
  }

  static <A> Decision<A> nothing(A answer) {
    return new Decision<>(answer, List.of());
  }
}

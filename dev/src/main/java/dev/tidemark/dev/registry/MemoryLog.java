package dev.tidemark.dev.registry;

import java.util.function.Function;

/** Events that last as long as the process: nothing is kept but the state. */
final class MemoryLog implements RegistryLog {
  private final SharedState state = new SharedState();
  private final Object updating = new Object();

  @Override
  public <A> A read(Function<RegistryState, A> question) {
    return state.read(question);
  }

  @Override
  public <A> A update(Function<RegistryState, Decision<A>> request) {
    synchronized (updating) {
      Decision<A> decision = state.read(request);
      state.apply(decision.events());
      return decision.answer();
    }
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}

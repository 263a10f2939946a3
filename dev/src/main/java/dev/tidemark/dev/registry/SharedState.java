package dev.tidemark.dev.registry;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** The state behind a lock: many readers, one writer. */
final class SharedState {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final RegistryState state = new RegistryState();

  <A> A read(Function<RegistryState, A> question) {
    lock.readLock().lock();
    try {
      return question.apply(state);
    } finally {
      lock.readLock().unlock();
    }
  }

  void apply(Iterable<RegistryEvent> events) {
    lock.writeLock().lock();
    try {
      events.forEach(state::apply);
    } finally {
      lock.writeLock().unlock();
    }
  }
}

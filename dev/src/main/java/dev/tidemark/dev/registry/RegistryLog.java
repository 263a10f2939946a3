package dev.tidemark.dev.registry;

import java.util.function.Function;

/**
 * The log of a registry's events, and the state that they add up to. Thread-safe.
 *
 * <p>Updates are serial over all registries that share the log: a request decides on a state that
 * holds every event written before its own.
 */
interface RegistryLog extends AutoCloseable {

  /** Answers from the state as this registry has read it so far. */
  <A> A read(Function<RegistryState, A> question);

  /**
   * Decides on the newest state, writes the events, applies them, and answers.
   *
   * @param request has no side effects: it may run again when another registry wrote meanwhile
   * @throws RegistryException what the request throws, or 50001 or 50002 when the log can't be
   *     written
   */
  <A> A update(Function<RegistryState, Decision<A>> request);

  @Override
  void close();
}

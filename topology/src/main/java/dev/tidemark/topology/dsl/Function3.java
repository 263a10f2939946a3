package dev.tidemark.topology.dsl;

import org.apiguardian.api.API;

/**
 * A function of three arguments: a window and two results.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <C> the third argument
 * @param <R> the answer
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
@FunctionalInterface
public interface Function3<A, B, C, R> {

  /** Applies the function. */
  R apply(A a, B b, C c);
}

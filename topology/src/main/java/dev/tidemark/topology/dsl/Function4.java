package dev.tidemark.topology.dsl;

import org.apiguardian.api.API;

/**
 * A function of four arguments: a window and three results.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <C> the third argument
 * @param <D> the fourth argument
 * @param <R> the answer
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
@FunctionalInterface
public interface Function4<A, B, C, D, R> {

  /** Applies the function. */
  R apply(A a, B b, C c, D d);
}

package dev.tidemark.topology.dsl;

import org.apiguardian.api.API;

/**
 * A function of six arguments: a window and five results.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <C> the third argument
 * @param <D> the fourth argument
 * @param <E> the fifth argument
 * @param <F> the sixth argument
 * @param <R> the answer
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
@FunctionalInterface
public interface Function6<A, B, C, D, E, F, R> {

  /** Applies the function. */
  R apply(A a, B b, C c, D d, E e, F f);
}

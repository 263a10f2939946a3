package dev.tidemark.topology.dsl;

/**
 * A function of four arguments: a window and three results.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <C> the third argument
 * @param <D> the fourth argument
 * @param <R> the answer
 */
@FunctionalInterface
public interface Function4<A, B, C, D, R> {

  /** Applies the function. */
  R apply(A a, B b, C c, D d);
}

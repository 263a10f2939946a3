package dev.tidemark.topology.dsl;

/**
 * A function of five arguments: a window and four results.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <C> the third argument
 * @param <D> the fourth argument
 * @param <E> the fifth argument
 * @param <R> the answer
 */
@FunctionalInterface
public interface Function5<A, B, C, D, E, R> {

  /** Applies the function. */
  R apply(A a, B b, C c, D d, E e);
}

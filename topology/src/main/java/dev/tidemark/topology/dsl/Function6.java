package dev.tidemark.topology.dsl;

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
@FunctionalInterface
public interface Function6<A, B, C, D, E, F, R> {

  /** Applies the function. */
  R apply(A a, B b, C c, D d, E e, F f);
}

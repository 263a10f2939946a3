package dev.tidemark.topology.dsl;

/**
 * A function of three arguments: a window and two results.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <C> the third argument
 * @param <R> the answer
 */
@FunctionalInterface
public interface Function3<A, B, C, R> {

  /** Applies the function. */
  R apply(A a, B b, C c);
}

package dev.tidemark.topology.dsl;

/**
 * The right side of a join: a {@link Table}, which stands for the plain inner join with it, or a
 * {@link Join}, which states the kind of join. See {@link Stream#join}.
 *
 * @param <K> the keys
 * @param <V> the values that the joiner gets
 */
public abstract sealed class Joinable<K, V> permits Table, Join {

  Joinable() {}

  /** Returns the kind of join that is meant. */
  abstract Join<K, V> asJoin();
}

package dev.tidemark.topology.dsl;

import org.apiguardian.api.API;

/**
 * The right side of a join: a {@link Table}, which stands for the plain inner join with it, or a
 * {@link Join}, which states the kind of join. See {@link Stream#join}.
 *
 * @param <K> the keys
 * @param <V> the values that the joiner gets
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public abstract sealed class Joinable<K, V> permits Table, Join {

  Joinable() {}

  /** Returns the kind of join that is meant. */
  abstract Join<K, V> asJoin();
}

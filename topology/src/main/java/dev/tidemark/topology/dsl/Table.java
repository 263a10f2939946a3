package dev.tidemark.topology.dsl;

import dev.tidemark.topology.plan.Node;
import org.apiguardian.api.API;

/**
 * A topic read as a table: the latest value of each key; a record without a value deletes its key.
 * Streams are joined with it.
 *
 * @param <K> the keys
 * @param <V> the values
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class Table<K, V> extends Joinable<K, V> {
  private final Node.Table node;

  Table(Node.Table node) {
    this.node = node;
  }

  @Override
  Join<K, V> asJoin() {
    return Join.inner(this);
  }

  Node.Table node() {
    return node;
  }
}

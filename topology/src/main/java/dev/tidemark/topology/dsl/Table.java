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
@SuppressWarnings("UnusedTypeParameter") // javac checks the joins by them
public final class Table<K, V> {
  private final Node.Table node;

  Table(Node.Table node) {
    this.node = node;
  }

  Node.Table node() {
    return node;
  }
}

package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An owner's view of a store: what was committed when it took over, and its own writes. The
 * changelog takes the writes of each transaction when it is committed, entry by entry: the last
 * committed write of an entry wins, whoever it was.
 */
final class TransactionalStore implements OrderedStore {
  private final InMemoryOrderedStore view;
  private List<Write> pending = new ArrayList<>();

  TransactionalStore(InMemoryOrderedStore committed) {
    this.view = new InMemoryOrderedStore(committed);
  }

  record Write(byte[] key, byte @Nullable [] value) {
    void applyTo(InMemoryOrderedStore store) {
      if (value == null) {
        store.delete(key);
      } else {
        store.put(key, value);
      }
    }
  }

  /** The writes since the last call. */
  List<Write> takePending() {
    List<Write> taken = pending;
    pending = new ArrayList<>();
    return taken;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return view.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    view.put(key, value);
    pending.add(new Write(key, value));
  }

  @Override
  public void delete(byte[] key) {
    view.delete(key);
    pending.add(new Write(key, null));
  }

  @Override
  public void range(byte[] from, byte @Nullable [] to, Visitor visitor) {
    view.range(from, to, visitor);
  }
}

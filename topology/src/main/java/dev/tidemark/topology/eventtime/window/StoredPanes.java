package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open panes of one key as they are stored, for readers of a window's store outside its
 * operator: they see what was written by the last {@link Panes#flush}. As thread-safe as the store.
 */
public final class StoredPanes {

  private final WindowSpec spec;
  private final Aggregates aggregates;

  /** Of a window. */
  public StoredPanes(WindowSpec spec, Aggregates aggregates) {
    this.spec = spec;
    this.aggregates = aggregates;
  }

  /**
   * A stored pane; see {@link ExchangeMessage.Partial} for the meaning of the fields.
   *
   * @param accumulator read from the store for this pane alone
   */
  public record Pane(long first, long last, long count, Object accumulator) {}

  /** The access to the store that is needed. Exceptions of its methods are passed on. */
  public interface Lookup {
    /** Returns the value of a key, if there is one. */
    byte @Nullable [] get(byte[] key);

    /** Returns the first key that is not below {@code from}, if there is one. */
    byte @Nullable [] firstKeyFrom(byte[] from);
  }

  /**
   * Returns the panes of a key, in the order of their time.
   *
   * @param max how many at most; the earliest are taken
   */
  public List<Pane> of(KeyBytes key, Lookup lookup, int max) {
    return spec.storedPanes(key, lookup, aggregates, max);
  }
}

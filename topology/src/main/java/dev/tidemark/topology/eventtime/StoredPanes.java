package dev.tidemark.topology.eventtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open panes of one key as they are stored, for those who look at a window's store from beside:
 * they see what was written by the last {@link Panes#flush}. As thread-safe as the store.
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

  /** What is needed of the store. What its methods throw is thrown on. */
  public interface Lookup {
    /** The value of a key, if there is one. */
    byte @Nullable [] get(byte[] key);

    /** The first key that is not below {@code from}, if there is one. */
    byte @Nullable [] firstKeyFrom(byte[] from);
  }

  /**
   * The panes of a key, in the order of their time.
   *
   * @param max how many at most; the earliest are taken
   */
  public List<Pane> of(KeyBytes key, Lookup lookup, int max) {
    return spec instanceof WindowSpec.Tumbling tumbling
        ? tumbling(tumbling, key, lookup, max)
        : sessions(key, lookup, max);
  }

  /**
   * Entries are ordered by the end of their window first, so from each end it skips to the next:
   * two looks for each window that has a pane of any key.
   */
  private List<Pane> tumbling(WindowSpec.Tumbling tumbling, KeyBytes key, Lookup lookup, int max) {
    List<Pane> panes = new ArrayList<>();
    byte[] next = lookup.firstKeyFrom(new byte[0]);
    while (next != null && panes.size() < max) {
      long end = TumblingPanes.endOf(next);
      byte[] value = lookup.get(TumblingPanes.storeKey(end, key));
      if (value != null) {
        TumblingPanes.Stored stored = TumblingPanes.read(value, aggregates);
        panes.add(new Pane(end - tumbling.sizeMs(), end - 1, stored.count(), stored.accumulator()));
      }
      next =
          end == Long.MAX_VALUE
              ? null
              : lookup.firstKeyFrom(TumblingPanes.storeKey(end + 1, new KeyBytes(new byte[0])));
    }
    return panes;
  }

  private List<Pane> sessions(KeyBytes key, Lookup lookup, int max) {
    byte[] value = lookup.get(SessionPanes.sessionsKey(key));
    return value == null
        ? List.of()
        : SessionPanes.read(value, aggregates).stream()
            .limit(max)
            .map(s -> new Pane(s.first(), s.last(), s.count(), s.accumulator()))
            .toList();
  }
}

package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Partial panes of windows with fixed bounds, e.g. tumbling. */
final class FixedPartials implements PartialBuffer {

  private final Aggregates aggregates;
  private final TreeMap<PaneBounds, Map<KeyBytes, Partial>> windows = new TreeMap<>();
  private @Nullable PaneBounds recentPane;
  private @Nullable Map<KeyBytes, Partial> recent;
  private int size;

  FixedPartials(Aggregates aggregates) {
    this.aggregates = aggregates;
  }

  @Override
  public void add(KeyBytes key, List<PaneBounds> panes, Object element) {
    int last = panes.size() - 1;
    if (last == 0) {
      Map<KeyBytes, Partial> window = windowOf(panes.get(0));
      Partial partial = window.get(key);
      put(window, key, partial, accumulate(partial, element), 1);
      return;
    }
    Object[] accumulators = new Object[panes.size()];
    for (int i = 0; i <= last; i++) {
      accumulators[i] = accumulate(windowOf(panes.get(i)).get(key), element);
    }
    for (int i = 0; i <= last; i++) { // nothing can fail any more
      Map<KeyBytes, Partial> window = windowOf(panes.get(i));
      put(window, key, window.get(key), accumulators[i], i == last ? 1 : 0);
    }
  }

  @Override
  public int size() {
    return size;
  }

  /**
   * The last window first: a reader that finds an element late there finds it late for all others,
   * so that the ledger, which counts it in the last one, is right.
   */
  @Override
  public void drain(Consumer consumer) {
    windows
        .descendingMap()
        .forEach(
            (pane, window) ->
                window.forEach(
                    (key, partial) ->
                        consumer.partial(
                            key, pane, partial.count, partial.counted, partial.accumulator)));
    windows.clear();
    recent = null;
    size = 0;
  }

  private Object accumulate(@Nullable Partial partial, Object element) {
    return aggregates.accumulate(partial == null ? null : partial.accumulator, element);
  }

  private void put(
      Map<KeyBytes, Partial> window,
      KeyBytes key,
      @Nullable Partial before,
      Object accumulator,
      int counted) {
    Partial partial = before;
    if (partial == null) {
      partial = new Partial(accumulator);
      window.put(key, partial);
      size++;
    }
    partial.accumulator = accumulator;
    partial.count++;
    partial.counted += counted;
  }

  private Map<KeyBytes, Partial> windowOf(PaneBounds pane) {
    Map<KeyBytes, Partial> window = recent;
    if (window != null && pane.equals(recentPane)) {
      return window;
    }
    window = windows.computeIfAbsent(pane, none -> new HashMap<>());
    recentPane = pane;
    recent = window;
    return window;
  }

  private static final class Partial {
    private Object accumulator;
    private long count;
    private long counted;

    private Partial(Object accumulator) {
      this.accumulator = accumulator;
    }
  }
}

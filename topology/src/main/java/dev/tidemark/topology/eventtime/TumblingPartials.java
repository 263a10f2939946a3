package dev.tidemark.topology.eventtime;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Partial panes of tumbling windows. */
final class TumblingPartials implements PartialBuffer {

  private final WindowSpec.Tumbling spec;
  private final Aggregates aggregates;
  private final TreeMap<Long, Map<KeyBytes, Partial>> windows = new TreeMap<>();
  private long recentStart;
  private @Nullable Map<KeyBytes, Partial> recent;
  private int size;

  TumblingPartials(WindowSpec.Tumbling spec, Aggregates aggregates) {
    this.spec = spec;
    this.aggregates = aggregates;
  }

  @Override
  public void add(KeyBytes key, long timestamp, Object element) {
    Map<KeyBytes, Partial> window = windowOf(timestamp);
    Partial partial = window.get(key);
    if (partial != null) {
      partial.accumulator = aggregates.accumulate(partial.accumulator, element);
      partial.count++;
      return;
    }
    window.put(key, new Partial(aggregates.accumulate(null, element)));
    size++;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void drain(Consumer consumer) {
    windows.forEach(
        (start, window) ->
            window.forEach(
                (key, partial) ->
                    consumer.partial(
                        key,
                        start,
                        start + spec.sizeMs() - 1,
                        partial.count,
                        partial.accumulator)));
    windows.clear();
    recent = null;
    size = 0;
  }

  private Map<KeyBytes, Partial> windowOf(long timestamp) {
    Map<KeyBytes, Partial> window = recent;
    if (window != null && timestamp >= recentStart && timestamp - recentStart < spec.sizeMs()) {
      return window;
    }
    recentStart = spec.startOf(timestamp);
    window = windows.computeIfAbsent(recentStart, start -> new HashMap<>());
    recent = window;
    return window;
  }

  private static final class Partial {
    private Object accumulator;
    private long count = 1;

    private Partial(Object accumulator) {
      this.accumulator = accumulator;
    }
  }
}

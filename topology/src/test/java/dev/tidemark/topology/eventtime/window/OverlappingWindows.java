package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.aggregation.TimeWindow;
import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A kind of window that the engine does not have: fixed windows that overlap. It shows that nothing
 * in the engine knows which kinds there are.
 *
 * @param sizeMs the length of a window, at least the step
 * @param stepMs a window starts at each multiple of this
 */
public record OverlappingWindows(long sizeMs, long stepMs) implements WindowSpec {

  public static final WindowKind KIND =
      new WindowKind() {
        @Override
        public String name() {
          return "overlapping";
        }

        @Override
        public WindowSpec parse(WindowFields fields) {
          return new OverlappingWindows(fields.number("size_ms"), fields.number("step_ms"));
        }
      };

  public OverlappingWindows {
    if (stepMs <= 0 || sizeMs < stepMs) {
      throw new IllegalArgumentException("the step must be positive, and the size at least that");
    }
  }

  @Override
  public List<PaneBounds> windowsOf(long timestamp) {
    List<PaneBounds> windows = new ArrayList<>();
    long last = Math.floorDiv(timestamp, stepMs) * stepMs;
    for (long start = firstStartAfter(timestamp - sizeMs); start <= last; start += stepMs) {
      windows.add(new PaneBounds(start, start + sizeMs - 1));
    }
    return windows;
  }

  @Override
  public boolean isLate(PaneBounds pane, Watermark closed) {
    return closed.completes(pane.last() + 1);
  }

  @Override
  public Watermark nextClosing(Watermark closed) {
    return new Watermark(firstStartAfter(closed.time() - sizeMs + 1) + sizeMs - 1);
  }

  private long firstStartAfter(long time) {
    return (Math.floorDiv(time, stepMs) + 1) * stepMs;
  }

  @Override
  public long closesAfterMs() {
    return 0;
  }

  @Override
  public PaneBounds reach(PaneBounds pane) {
    return pane;
  }

  @Override
  public long reachMs() {
    return sizeMs - 1;
  }

  @Override
  public boolean hasFixedBounds() {
    return true;
  }

  @Override
  public boolean isCorrectable() {
    return true;
  }

  @Override
  public Optional<String> problemWithShorterLateness() {
    return Optional.of("overlapping windows never change");
  }

  @Override
  public PartialBuffer partials(Aggregates aggregates) {
    return new FixedPartials(aggregates);
  }

  @Override
  public Panes panes(Aggregates aggregates, OrderedStore store, int heapMax) {
    return new FixedPanes(end -> end - sizeMs, aggregates, store, heapMax);
  }

  @Override
  public List<StoredPanes.Pane> storedPanes(
      KeyBytes key, StoredPanes.Lookup lookup, Aggregates aggregates, int max) {
    return FixedPanes.stored(end -> end - sizeMs, key, lookup, aggregates, max);
  }

  @Override
  public Object window(Object key, PaneBounds pane) {
    return new TimeWindow<>(
        key, Instant.ofEpochMilli(pane.first()), Instant.ofEpochMilli(shownEnd(pane)));
  }

  @Override
  public long shownEnd(PaneBounds pane) {
    return pane.last() + 1;
  }

  @Override
  public WindowKind kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("size_ms", sizeMs);
    fields.put("step_ms", stepMs);
    return fields;
  }

  @Override
  public String describe(LongFunction<String> duration) {
    return "overlapping " + duration.apply(sizeMs) + " every " + duration.apply(stepMs);
  }
}

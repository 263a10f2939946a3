package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.aggregation.SessionWindow;
import dev.tidemark.topology.aggregation.TimeWindow;
import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The shape of a window, and all that differs from one kind of window to the next. Nothing else in
 * the engine knows which kinds there are. All lengths are positive milliseconds.
 *
 * <p>A kind is an immutable value that implements this interface. It must also be one of {@link
 * WindowKinds#STANDARD}, so that plan documents that name it can be read.
 *
 * <p>{@code closed} is the time up to which windows are closed: a watermark less the allowed
 * lateness of the window.
 */
public interface WindowSpec {

  // --- time ---

  /**
   * Returns the panes that an element with this timestamp belongs to, at least one, in the order in
   * which they close: an element that is late for one of them is late for all before it. Where
   * bounds are not fixed, the bounds of a pane that has this element alone.
   */
  List<PaneBounds> windowsOf(long timestamp);

  /**
   * Returns whether an element comes too late for a pane of {@link #windowsOf}, or a partial pane
   * of such elements for its pane. Decided where the element is read, by the watermark that its own
   * partition had before it; and again by the merged watermark, where a partition was idle and the
   * reader has closed windows without it.
   */
  boolean isLate(PaneBounds pane, Watermark closed);

  /**
   * Returns the first watermark after {@code closed} that can close a pane which {@code closed}
   * can't.
   *
   * @param closed not {@link Watermark#NOTHING_YET}
   */
  Watermark nextClosing(Watermark closed);

  /**
   * Returns how far the watermark must be beyond a pane's last millisecond for the pane to close.
   */
  long closesAfterMs();

  /** Returns the event times of all elements that could belong to a pane. */
  PaneBounds reach(PaneBounds pane);

  /**
   * Returns how long after an element that a run does not see its results may be incomplete, at
   * least: the distance to the last millisecond of a pane.
   */
  long reachMs();

  /**
   * Returns whether {@link #windowsOf} gives the final bounds of a pane. If not, they depend on the
   * other elements of the key.
   */
  boolean hasFixedBounds();

  /**
   * Returns whether closed panes can be kept and corrected. Only for fixed bounds, and where no two
   * panes of a key have the same end: {@link ClosedPanes} keeps them by key and end.
   */
  boolean isCorrectable();

  /**
   * Returns why a running job can't continue with a shorter allowed lateness; empty if it can. It
   * can if a partial pane on its way that is late by the new rule holds only elements that are late
   * by the new rule.
   */
  Optional<String> problemWithShorterLateness();

  // --- state ---

  /** Returns a buffer for the first phase. */
  PartialBuffer partials(Aggregates aggregates);

  /**
   * Returns the open panes, for the second phase.
   *
   * @param heapMax how many panes may stay on the heap, 1 or more
   */
  Panes panes(Aggregates aggregates, OrderedStore store, int heapMax);

  /**
   * Returns the open panes of one key, read from the store that {@link #panes} writes; see there.
   */
  List<StoredPanes.Pane> storedPanes(
      KeyBytes key, StoredPanes.Lookup lookup, Aggregates aggregates, int max);

  // --- what people and tools see ---

  /** Returns a pane in the API's form, e.g. a {@link TimeWindow}. */
  Object window(Object key, PaneBounds pane);

  /** Returns the end of a pane as it is displayed, e.g. the first instant after a fixed window. */
  long shownEnd(PaneBounds pane);

  /** Returns the kind. */
  WindowKind kind();

  /**
   * Returns the fields of a plan document besides the kind, in their order: {@code Long}, {@code
   * String} or {@code Boolean}. {@link WindowKind#parse} reads them. Two windows with the same
   * fields are equal. A name is that of no other field of a window; that of a duration ends in
   * {@code _ms}.
   */
  Map<String, Object> fields();

  /**
   * Returns a few words for plans, e.g. {@code tumbling 5m}.
   *
   * @param duration how milliseconds are written
   */
  String describe(LongFunction<String> duration);

  /**
   * Fixed windows of one size, side by side, aligned to the epoch in UTC: {@code [n * size, (n + 1)
   * * size)}.
   *
   * @param sizeMs their length
   */
  record Tumbling(long sizeMs) implements WindowSpec {
    private static final String SIZE = "size_ms";

    /** The kind. */
    public static final WindowKind KIND =
        new WindowKind() {
          @Override
          public String name() {
            return "tumbling";
          }

          @Override
          public WindowSpec parse(WindowFields fields) {
            return new Tumbling(fields.number(SIZE));
          }
        };

    public Tumbling {
      if (sizeMs <= 0) {
        throw new IllegalArgumentException(
            "the size of a tumbling window must be positive, not " + sizeMs + " ms");
      }
    }

    /** Returns the start of the window that holds {@code timestamp}; correct before 1970, too. */
    public long startOf(long timestamp) {
      return timestamp - Math.floorMod(timestamp, sizeMs);
    }

    /** Returns the end, exclusive, of the window that holds {@code timestamp}. */
    public long endOf(long timestamp) {
      return startOf(timestamp) + sizeMs;
    }

    @Override
    public List<PaneBounds> windowsOf(long timestamp) {
      long start = startOf(timestamp);
      return List.of(new PaneBounds(start, start + sizeMs - 1));
    }

    /** An element is late when its window was already complete. */
    @Override
    public boolean isLate(PaneBounds pane, Watermark closed) {
      return closed.completes(pane.last() + 1);
    }

    @Override
    public Watermark nextClosing(Watermark closed) {
      return new Watermark(endOf(closed.time() + 1) - 1);
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
      return Optional.empty();
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
      return Map.of(SIZE, sizeMs);
    }

    @Override
    public String describe(LongFunction<String> duration) {
      return "tumbling " + duration.apply(sizeMs);
    }
  }

  /**
   * Periods of activity: two events of one key belong to the same session when they are at most
   * {@code gapMs} apart, or when others connect them. A session is complete when its last event +
   * gap is passed by the watermark.
   *
   * @param gapMs the longest silence inside a session, inclusive
   */
  record Session(long gapMs) implements WindowSpec {
    private static final String GAP = "gap_ms";

    /** The kind. */
    public static final WindowKind KIND =
        new WindowKind() {
          @Override
          public String name() {
            return "session";
          }

          @Override
          public WindowSpec parse(WindowFields fields) {
            return new Session(fields.number(GAP));
          }
        };

    public Session {
      if (gapMs <= 0) {
        throw new IllegalArgumentException(
            "the gap of a session window must be positive, not " + gapMs + " ms");
      }
    }

    @Override
    public List<PaneBounds> windowsOf(long timestamp) {
      return List.of(new PaneBounds(timestamp, timestamp));
    }

    /**
     * A strict rule: an older element could touch a session that has already fired, and whether it
     * does would depend on when that was.
     */
    @Override
    public boolean isLate(PaneBounds pane, Watermark closed) {
      return pane.first() <= closed.time();
    }

    /** A session may end at any millisecond. */
    @Override
    public Watermark nextClosing(Watermark closed) {
      return new Watermark(closed.time() + 1);
    }

    @Override
    public long closesAfterMs() {
      return gapMs;
    }

    @Override
    public PaneBounds reach(PaneBounds pane) {
      return new PaneBounds(pane.first() - gapMs, pane.last() + gapMs);
    }

    /** Returns the gap: a session has begun at its first event, which may be its last. */
    @Override
    public long reachMs() {
      return gapMs;
    }

    @Override
    public boolean hasFixedBounds() {
      return false;
    }

    @Override
    public boolean isCorrectable() {
      return false;
    }

    /** Allows it: the lateness of a partial session is decided by its first element. */
    @Override
    public Optional<String> problemWithShorterLateness() {
      return Optional.of("sessions on their way would be late as a whole, with what is on time");
    }

    @Override
    public PartialBuffer partials(Aggregates aggregates) {
      return new SessionPartials(this, aggregates);
    }

    @Override
    public Panes panes(Aggregates aggregates, OrderedStore store, int heapMax) {
      return new SessionPanes(this, aggregates, store, heapMax);
    }

    @Override
    public List<StoredPanes.Pane> storedPanes(
        KeyBytes key, StoredPanes.Lookup lookup, Aggregates aggregates, int max) {
      return SessionPanes.stored(key, lookup, aggregates, max);
    }

    @Override
    public Object window(Object key, PaneBounds pane) {
      return new SessionWindow<>(
          key, Instant.ofEpochMilli(pane.first()), Instant.ofEpochMilli(pane.last()));
    }

    @Override
    public long shownEnd(PaneBounds pane) {
      return pane.last();
    }

    @Override
    public WindowKind kind() {
      return KIND;
    }

    @Override
    public Map<String, Object> fields() {
      return Map.of(GAP, gapMs);
    }

    @Override
    public String describe(LongFunction<String> duration) {
      return "session with gap " + duration.apply(gapMs);
    }
  }
}

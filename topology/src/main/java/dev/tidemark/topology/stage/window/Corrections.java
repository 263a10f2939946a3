package dev.tidemark.topology.stage.window;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.eventtime.window.ClosedPanes;
import dev.tidemark.topology.eventtime.window.PaneBounds;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Decides which results of closed windows are corrected. A record that was requeued for that
 * purpose has a header for it; where it is late for a window that keeps its closed panes, it is
 * sent on alone, and added to the kept pane once the window is closed. Until then it waits, however
 * far the window's watermark is behind the source's: which results there are must not depend on
 * that. The result is emitted again, and its number travels in a header of its source record.
 */
public final class Corrections {

  private static final byte[] CORRECT = HeaderNames.CORRECT.getBytes(StandardCharsets.UTF_8);

  private final Node.Window window;
  private final ClosedPanes panes;
  private Watermark forgotten = Watermark.NOTHING_YET;

  public Corrections(Node.Window window, Aggregates aggregates, OrderedStore store) {
    this.window = window;
    this.panes = new ClosedPanes(aggregates, store);
  }

  void restore() {
    panes.restore();
  }

  /** Keeps a pane that has closed. */
  void keep(KeyBytes key, long last, long count, Object accumulator) {
    panes.keep(key, last + 1, count, accumulator);
  }

  /** Adds an element to a pane that has closed. */
  ClosedPanes.Corrected correct(KeyBytes key, long last, Object accumulator) {
    return panes.correct(key, last + 1, accumulator);
  }

  /** Keeps a correction until its window has closed. */
  void await(KeyBytes key, ExchangeMessage.Correction correction) {
    panes.await(key, correction);
  }

  /** Takes the corrections whose windows have closed by now. */
  List<ClosedPanes.Waiting> takeDue(Watermark merged) {
    return panes.takeDue(merged.minus(window.allowedLatenessMs()));
  }

  /** Forgets the panes that can't be corrected any more. */
  void forget(Watermark merged) {
    Watermark expired = expired(window, merged);
    if (expired.equals(Watermark.NOTHING_YET)) {
      return;
    }
    if (forgotten.equals(Watermark.NOTHING_YET)
        || window.spec().nextClosing(forgotten).compareTo(expired) <= 0) {
      forgotten = expired;
      panes.forget(expired.time() + 1);
    }
  }

  /** Returns whether a window is closed. */
  static boolean isClosed(Node.Window window, PaneBounds pane, Watermark merged) {
    return window.lateness().isLate(pane, merged);
  }

  /** Returns whether a window can't be corrected any more. */
  static boolean isExpired(Node.Window window, PaneBounds pane, Watermark watermark) {
    return window.spec().isLate(pane, expired(window, watermark));
  }

  private static Watermark expired(Node.Window window, Watermark watermark) {
    return watermark.minus(window.allowedLatenessMs() + window.correctableForMs());
  }

  /** Returns whether an element may correct a window that is closed. */
  static boolean areRequested(SourceRecord origin) {
    for (SourceRecord.Header header : origin.headers()) {
      if (header.name().equals(HeaderNames.REQUEUE_CLOSED_WINDOW)) {
        return Arrays.equals(header.value(), CORRECT);
      }
    }
    return false;
  }

  /** Returns the source of a corrected result: its pane, with the number of the correction. */
  static SourceRecord numbered(SourceRecord pane, int number) {
    return new SourceRecord(
        pane.topic(),
        pane.partition(),
        pane.offset(),
        pane.timestamp(),
        pane.key(),
        pane.value(),
        List.of(
            new SourceRecord.Header(
                HeaderNames.CORRECTION,
                Integer.toString(number).getBytes(StandardCharsets.UTF_8))));
  }

  /**
   * Returns the number of the correction that an element is; empty for an element that was made of
   * a record.
   */
  public static OptionalInt numberOf(SourceRecord origin) {
    if (origin.offset() >= 0) {
      return OptionalInt.empty();
    }
    for (SourceRecord.Header header : origin.headers()) {
      byte[] value = header.value();
      if (header.name().equals(HeaderNames.CORRECTION) && value != null) {
        return OptionalInt.of(Integer.parseInt(new String(value, StandardCharsets.UTF_8)));
      }
    }
    return OptionalInt.empty();
  }
}

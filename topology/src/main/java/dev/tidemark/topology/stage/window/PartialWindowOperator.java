package dev.tidemark.topology.stage.window;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.aggregate.CombinationFailedException;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.eventtime.window.Lateness;
import dev.tidemark.topology.eventtime.window.PaneBounds;
import dev.tidemark.topology.eventtime.window.PartialBuffer;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.FailureCause;
import dev.tidemark.topology.stage.base.KeyEncoder;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.StageOutput;
import dev.tidemark.topology.stage.retry.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The first phase of a window: decides lateness, combines, and sends partial panes at each commit.
 *
 * <p>An element may be in several windows, and late for some of them. The ledger counts it once: it
 * is COUNTED if at least one window takes it, and LATE if all of them have missed it. Of the
 * windows that take it, the last to close carries the count through the exchange: a later step that
 * takes the element out of that window again, changes the ledger, and one that takes it out of
 * another window does not. The late topic gets one record of each element that is late for at least
 * one window; the record names the span of the windows that were missed.
 */
public final class PartialWindowOperator implements ElementOperator {

  private static final byte[] NOTHING = {};

  private final Step step;
  private final Node.PartialWindow node;
  private final Node.Window window;
  private final Lateness lateness;
  private final KeyEncoder keys;
  private final Aggregates aggregates;
  private final PartialBuffer buffer;
  private final StageOutput output;
  private final int channel;
  private final int partialPanesMax;
  private SourceRecord lastCounted = new SourceRecord("", 0, -1, 0, null, null);

  public PartialWindowOperator(
      Step step,
      Node.PartialWindow node,
      KeyEncoder keys,
      StageOutput output,
      int channel,
      int partialPanesMax) {
    this.step = step;
    this.node = node;
    this.window = node.window();
    this.lateness = window.lateness();
    this.keys = keys;
    this.aggregates = new Aggregates(window.aggregation());
    this.buffer = window.spec().partials(aggregates);
    this.output = output;
    this.channel = channel;
    this.partialPanesMax = partialPanesMax;
  }

  @Override
  public void process(Object element, ElementContext context) {
    Share share = shareOf(lateness.decide(context.timestamp, context.watermarkBefore), context);
    if (share.isEmpty()) {
      step.count(context, Outcome.LATE);
      late(context, share.missed);
    } else {
      group(element, context, share);
    }
  }

  /**
   * The ways of an element to the second phase, by its windows, each in the order in which they
   * close.
   *
   * @param combined with other elements
   * @param alone by itself, as readers may have continued without it
   * @param corrections by itself, to correct its window once that is closed
   * @param missed not at all
   */
  private record Share(
      List<PaneBounds> combined,
      List<PaneBounds> alone,
      List<PaneBounds> corrections,
      List<PaneBounds> missed) {

    boolean isCombined() {
      return alone.isEmpty() && corrections.isEmpty();
    }

    boolean isEmpty() {
      return combined.isEmpty() && isCombined();
    }

    /** Returns whether the ledger counts the element in this window: the last that takes it. */
    boolean counts(PaneBounds pane) {
      List<PaneBounds> open = combined.isEmpty() ? alone : combined;
      List<PaneBounds> last = open.isEmpty() ? corrections : open;
      return pane.equals(last.get(last.size() - 1));
    }
  }

  private Share shareOf(Lateness.Decision windows, ElementContext context) {
    if (windows.missed().isEmpty() && !context.woken) {
      return new Share(windows.open(), List.of(), List.of(), List.of());
    }
    List<PaneBounds> combined = new ArrayList<>();
    List<PaneBounds> alone = new ArrayList<>();
    List<PaneBounds> corrections = new ArrayList<>();
    List<PaneBounds> missed = new ArrayList<>();
    for (PaneBounds pane : windows.missed()) {
      (corrects(pane, context) ? corrections : missed).add(pane);
    }
    for (PaneBounds pane : windows.open()) {
      if (!context.woken) {
        combined.add(pane);
      } else {
        (corrects(pane, context) ? corrections : alone).add(pane);
      }
    }
    return new Share(combined, alone, corrections, missed);
  }

  /**
   * Returns whether an element may correct its window, and the window is kept long enough for that.
   */
  private boolean corrects(PaneBounds pane, ElementContext context) {
    return window.isCorrectable()
        && window.spec().isCorrectable()
        && Corrections.areRequested(context.origin)
        && !Corrections.isExpired(window, pane, new Watermark(context.watermarkBefore));
  }

  private void group(Object element, ElementContext context, Share share) {
    KeyBytes key;
    try {
      Object windowKey = window.key().apply(element);
      key = windowKey == null ? null : keys.encode(windowKey);
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.FUNCTION_FAILED, thrown);
      return;
    }
    if (key == null) {
      step.reject(context, FailureCause.NULL_KEY, "the key of window " + window.id() + " is null");
      return;
    }
    if (!share.missed.isEmpty()) {
      late(context, share.missed);
    }
    long timestamp = context.timestamp;
    SourceRecord origin = context.origin;
    if (step.isDeferring()) {
      step.perform(() -> combine(key, element, timestamp, share, origin));
    } else {
      combine(key, element, timestamp, share, origin);
    }
  }

  private void combine(
      KeyBytes key, Object element, long timestamp, Share share, SourceRecord origin) {
    try {
      byte[] encoded = share.isCombined() ? NOTHING : encode(element);
      if (!share.combined.isEmpty()) {
        buffer.add(key, share.combined, element);
      }
      sendAlone(key, encoded, share, origin);
    } catch (CombinationFailedException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      step.rejectLater(origin, timestamp, FailureCause.AGGREGATION_FAILED, cause);
      return;
    } catch (Throwable thrown) {
      step.rejectLater(origin, timestamp, FailureCause.AGGREGATION_FAILED, thrown);
      return;
    }
    step.count(origin, Outcome.COUNTED, 1);
    lastCounted = origin;
    if (buffer.size() > partialPanesMax) {
      flush();
    }
  }

  /** Sends what has been combined since the last time. */
  void flush() {
    buffer.drain(
        (key, pane, count, counted, accumulator) -> {
          byte[] bytes;
          try {
            bytes = aggregates.encode(accumulator);
          } catch (Throwable thrown) {
            step.rejectCounted(originOf(key), FailureCause.ENCODING_FAILED, thrown, counted);
            return;
          }
          send(
              key,
              pane,
              new ExchangeMessage.Partial(
                  channel, pane.first(), pane.last(), count, counted, bytes, null));
        });
  }

  /** Of elements that are combined already: where they come from is all that is left. */
  private SourceRecord originOf(KeyBytes key) {
    SourceRecord last = lastCounted;
    return new SourceRecord(
        last.topic(), last.partition(), -1, last.timestamp(), key.bytes(), null);
  }

  private byte[] encode(Object element) {
    return aggregates.encode(aggregates.accumulate(null, element));
  }

  /**
   * Sends an element by itself to the windows that don't take it combined. First to the window that
   * closes last: if its reader finds the element late there, then it does so for the others, too.
   */
  private void sendAlone(KeyBytes key, byte[] accumulator, Share share, SourceRecord origin) {
    for (int i = share.alone.size() - 1; i >= 0; i--) {
      PaneBounds pane = share.alone.get(i);
      long counted = share.counts(pane) ? 1 : 0;
      send(
          key,
          pane,
          new ExchangeMessage.Partial(
              channel, pane.first(), pane.last(), 1, counted, accumulator, origin));
    }
    for (int i = share.corrections.size() - 1; i >= 0; i--) {
      PaneBounds pane = share.corrections.get(i);
      long counted = share.counts(pane) ? 1 : 0;
      send(
          key,
          pane,
          new ExchangeMessage.Correction(
              channel, pane.first(), pane.last(), counted, accumulator, origin));
    }
  }

  private void send(KeyBytes key, PaneBounds pane, ExchangeMessage message) {
    output.toExchange(
        node.exchange().name(),
        key.bytes(),
        ExchangeCodec.encode(message),
        Math.max(0, pane.first()));
  }

  /** Hands an element over to the late topic, with the span of the windows that have missed it. */
  private void late(ElementContext context, List<PaneBounds> missed) {
    if (window.lateTopic().isEmpty()) {
      return;
    }
    step.late(
        window.lateTopic().get(),
        new LateRecord(
            context.origin,
            window.id(),
            context.timestamp,
            context.watermarkBefore,
            missed.get(0).first(),
            window.spec().shownEnd(missed.get(missed.size() - 1))));
  }
}

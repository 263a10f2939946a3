package dev.tidemark.topology.operators;

import dev.tidemark.topology.eventtime.Aggregates;
import dev.tidemark.topology.eventtime.CombinationFailedException;
import dev.tidemark.topology.eventtime.ExchangeCodec;
import dev.tidemark.topology.eventtime.ExchangeMessage;
import dev.tidemark.topology.eventtime.KeyBytes;
import dev.tidemark.topology.eventtime.Lateness;
import dev.tidemark.topology.eventtime.Origin;
import dev.tidemark.topology.eventtime.PartialBuffer;
import dev.tidemark.topology.eventtime.Watermark;
import dev.tidemark.topology.eventtime.WindowSpec;
import dev.tidemark.topology.plan.Node;
import org.jspecify.annotations.Nullable;

/**
 * The first phase of a window: decides lateness, combines, and sends partial panes at each commit.
 */
final class PartialWindowOperator implements ElementOperator {

  private final Step step;
  private final Node.PartialWindow node;
  private final Node.Window window;
  private final KeyEncoder keys;
  private final Aggregates aggregates;
  private final PartialBuffer buffer;
  private final StageOutput output;
  private final int channel;
  private final int partialPanesMax;
  private Origin lastCounted = new Origin("", 0, -1, 0, null, null);

  PartialWindowOperator(
      Step step,
      Node.PartialWindow node,
      KeyEncoder keys,
      StageOutput output,
      int channel,
      int partialPanesMax) {
    this.step = step;
    this.node = node;
    this.window = node.window();
    this.keys = keys;
    this.aggregates = new Aggregates(window.aggregation());
    this.buffer = PartialBuffer.of(window.spec(), aggregates);
    this.output = output;
    this.channel = channel;
    this.partialPanesMax = partialPanesMax;
  }

  @Override
  public void process(Object element, ElementContext context) {
    if (Lateness.isLate(
        window.spec(), context.timestamp, window.allowedLatenessMs(), context.watermarkBefore)) {
      if (!corrects(context)) {
        late(context);
        return;
      }
      group(element, context, Way.CORRECTION);
      return;
    }
    group(element, context, wayOf(context));
  }

  /** How an element gets to the second phase. */
  private enum Way {
    /** Combined with others. */
    COMBINED,
    /** By itself, as readers may have gone on without it. */
    ALONE,
    /** By itself, to correct its window once it is closed. */
    CORRECTION
  }

  private Way wayOf(ElementContext context) {
    if (!context.woken) {
      return Way.COMBINED;
    }
    return corrects(context) ? Way.CORRECTION : Way.ALONE;
  }

  /** Whether an element may correct its window, and the window is kept long enough for that. */
  private boolean corrects(ElementContext context) {
    return window.isCorrectable()
        && Corrections.areRequested(context.origin)
        && window.spec() instanceof WindowSpec.Tumbling tumbling
        && !Corrections.isExpired(
            window, tumbling.endOf(context.timestamp) - 1, new Watermark(context.watermarkBefore));
  }

  private void group(Object element, ElementContext context, Way way) {
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
    long timestamp = context.timestamp;
    Origin origin = context.origin;
    if (step.isDeferring()) {
      step.perform(() -> combine(key, element, timestamp, way, origin));
    } else {
      combine(key, element, timestamp, way, origin);
    }
  }

  private void combine(KeyBytes key, Object element, long timestamp, Way way, Origin origin) {
    try {
      if (way != Way.COMBINED) {
        sendAlone(key, element, timestamp, way, origin);
      } else {
        buffer.add(key, timestamp, element);
      }
    } catch (CombinationFailedException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      step.rejectLater(origin, timestamp, FailureCause.AGGREGATION_FAILED, cause);
      return;
    } catch (Throwable thrown) {
      step.rejectLater(origin, timestamp, FailureCause.AGGREGATION_FAILED, thrown);
      return;
    }
    step.count(origin, Fate.COUNTED, 1);
    lastCounted = origin;
    if (buffer.size() > partialPanesMax) {
      flush();
    }
  }

  /** Sends what has been combined since the last time. */
  void flush() {
    buffer.drain(
        (key, first, last, count, accumulator) -> {
          byte[] bytes;
          try {
            bytes = aggregates.encode(accumulator);
          } catch (Throwable thrown) {
            step.rejectCounted(originOf(key), FailureCause.ENCODING_FAILED, thrown, count);
            return;
          }
          send(key, first, last, count, bytes, null);
        });
  }

  /** Of elements that are combined already: where they come from is all that is left. */
  private Origin originOf(KeyBytes key) {
    Origin last = lastCounted;
    return new Origin(last.topic(), last.partition(), -1, last.timestamp(), key.bytes(), null);
  }

  /** Of an element that readers may have gone on without. */
  private void sendAlone(KeyBytes key, Object element, long timestamp, Way way, Origin origin) {
    byte[] accumulator = aggregates.encode(aggregates.accumulate(null, element));
    long first = timestamp;
    long last = timestamp;
    if (window.spec() instanceof WindowSpec.Tumbling tumbling) {
      first = tumbling.startOf(timestamp);
      last = tumbling.endOf(timestamp) - 1;
    }
    if (way == Way.CORRECTION) {
      send(key, first, new ExchangeMessage.Correction(channel, first, last, accumulator, origin));
    } else {
      send(key, first, last, 1, accumulator, origin);
    }
  }

  private void send(
      KeyBytes key,
      long first,
      long last,
      long count,
      byte[] accumulator,
      @Nullable Origin origin) {
    send(key, first, new ExchangeMessage.Partial(channel, first, last, count, accumulator, origin));
  }

  private void send(KeyBytes key, long first, ExchangeMessage message) {
    output.toExchange(
        node.exchange().name(), key.bytes(), ExchangeCodec.encode(message), Math.max(0, first));
  }

  private void late(ElementContext context) {
    step.count(context, Fate.LATE);
    if (window.lateTopic().isEmpty()) {
      return;
    }
    long start = context.timestamp;
    long end = context.timestamp;
    if (window.spec() instanceof WindowSpec.Tumbling tumbling) {
      start = tumbling.startOf(context.timestamp);
      end = tumbling.endOf(context.timestamp);
    }
    step.late(
        window.lateTopic().get(),
        new LateRecord(
            context.origin, window.id(), context.timestamp, context.watermarkBefore, start, end));
  }
}

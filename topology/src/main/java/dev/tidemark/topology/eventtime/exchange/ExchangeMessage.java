package dev.tidemark.topology.eventtime.exchange;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A message of an exchange. {@link ExchangeCodec} gives the bytes. */
public sealed interface ExchangeMessage {

  /** To all readers: the watermark and status of a channel. */
  record Control(ControlMessage message) implements ExchangeMessage {}

  /**
   * To all readers: elements that a run does not read, since it begins in the middle, and that a
   * result may therefore lack. Sent before any watermark that covers them.
   *
   * @param from their first event time; {@code Long.MIN_VALUE}: all before are missing, too
   * @param to their last event time
   */
  record Missing(long from, long to) implements ExchangeMessage {}

  /**
   * To the reader of the key: elements of one pane, combined.
   *
   * @param channel the writer
   * @param first tumbling: the window's start; session: the first event time
   * @param last tumbling: the window's last millisecond; session: the last event time
   * @param count how many elements are in it
   * @param counted how many of them the ledger counts here; an element that is in several panes is
   *     counted in the last of them to close
   * @param accumulator encoded
   * @param origin the source record of the one element; present only when the channel has come back
   *     from being idle, so that a reader that has continued without it can still write that record
   *     to the late topic
   */
  record Partial(
      int channel,
      long first,
      long last,
      long count,
      long counted,
      byte[] accumulator,
      @Nullable SourceRecord origin)
      implements ExchangeMessage {

    /** A partial pane all of whose elements are counted here. */
    public Partial(
        int channel,
        long first,
        long last,
        long count,
        byte[] accumulator,
        @Nullable SourceRecord origin) {
      this(channel, first, last, count, count, accumulator, origin);
    }
  }

  /**
   * To the reader of the key: one element that is late for its window, or may be, and may correct
   * it once it is closed.
   *
   * @param channel the writer
   * @param first the window's start
   * @param last the window's last millisecond
   * @param counted 1 if the ledger counts the element here; 0 if it counts it in another pane
   * @param accumulator of the one element, encoded
   * @param origin where it came from
   */
  record Correction(
      int channel, long first, long last, long counted, byte[] accumulator, SourceRecord origin)
      implements ExchangeMessage {

    /** A correction whose element is counted here. */
    public Correction(int channel, long first, long last, byte[] accumulator, SourceRecord origin) {
      this(channel, first, last, 1, accumulator, origin);
    }
  }

  /**
   * To the reader of the key: one element.
   *
   * @param timestamp its event time
   * @param watermarkBefore the watermark that its source partition had before it
   * @param woken whether its source partition has come back from being idle
   * @param origin where it came from
   * @param element encoded
   */
  record Element(
      long timestamp, long watermarkBefore, boolean woken, SourceRecord origin, byte[] element)
      implements ExchangeMessage {}
}

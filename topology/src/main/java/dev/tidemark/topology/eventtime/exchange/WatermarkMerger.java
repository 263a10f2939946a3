package dev.tidemark.topology.eventtime.exchange;

import dev.tidemark.topology.eventtime.time.ExchangeMismatchException;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.ArrayList;
import java.util.List;

/**
 * The reader's side of an exchange: the watermark of each channel, and the merged watermark, the
 * least of those of the active channels.
 *
 * <ul>
 *   <li>Until every channel has reported, there is no watermark.
 *   <li>A watermark never goes back: a lower watermark of a channel, or of the merge, is ignored.
 *   <li>When all channels are idle, the highest watermark is released, so the last windows close
 *       without a next event.
 *   <li>A quiet channel counts like an active one; it only reports that nothing is to be expected.
 *   <li>An activity counts only if its position is not below the highest seen of the channel; at
 *       equal positions ACTIVE wins. (A paused former owner may still commit an IDLE that it had
 *       proved before it lost the partition.)
 * </ul>
 *
 * <p>Not thread-safe. The table is state: {@link #takeChanges} hands out the rows to persist,
 * {@link #restore} takes them back.
 */
public final class WatermarkMerger {

  private final String exchange;
  private final Channel[] channels;
  private final List<IdleDecision> decisions = new ArrayList<>();
  private Watermark merged = Watermark.NOTHING_YET;

  /**
   * @param exchange its name
   * @param channels how many writers it has, 1 or more
   */
  public WatermarkMerger(String exchange, int channels) {
    this.exchange = exchange;
    this.channels = new Channel[channels];
    for (int i = 0; i < channels; i++) {
      this.channels[i] = new Channel();
    }
  }

  /** A channel as it is persisted. */
  public record Row(int channel, Watermark watermark, ChannelStatus activity, long position) {}

  /**
   * An idle channel that became active while the others had continued without it: recorded, since
   * the log alone does not show it.
   *
   * @param channel the channel
   * @param position where it had been found idle
   * @param merged the merged watermark that had been reached without it
   */
  public record IdleDecision(int channel, long position, Watermark merged) {}

  /** Applies a message. */
  public void apply(ControlMessage message) {
    check(message);
    Channel channel = channels[message.channel()];
    boolean wasIdle = channel.reported && channel.activity == ChannelStatus.IDLE;
    long idleSince = channel.position;
    channel.apply(message);
    if (wasIdle
        && channel.activity == ChannelStatus.ACTIVE
        && merged.compareTo(channel.watermark) > 0) {
      decisions.add(new IdleDecision(message.channel(), idleSince, merged));
    }
    merge();
  }

  /** Returns the watermark of all channels together. */
  public Watermark merged() {
    return merged;
  }

  /** Returns whether every channel has reported and expects nothing more for now. */
  public boolean allIdle() {
    for (Channel channel : channels) {
      if (!channel.reported || channel.activity == ChannelStatus.ACTIVE) {
        return false;
      }
    }
    return true;
  }

  /** Returns the rows that have changed since the last call. */
  public List<Row> takeChanges() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < channels.length; i++) {
      if (channels[i].changed) {
        channels[i].changed = false;
        rows.add(new Row(i, channels[i].watermark, channels[i].activity, channels[i].position));
      }
    }
    return rows;
  }

  /** Returns the idle decisions since the last call. */
  public List<IdleDecision> takeDecisions() {
    List<IdleDecision> taken = List.copyOf(decisions);
    decisions.clear();
    return taken;
  }

  /** Restores what an earlier owner committed. */
  public void restore(List<Row> rows, Watermark committedMerged) {
    for (Row row : rows) {
      if (row.channel() >= channels.length) {
        throw new ExchangeMismatchException(
            "the state of exchange %s knows channel %d, but the plan has %d channels: start a new run of the job"
                .formatted(exchange, row.channel(), channels.length));
      }
      Channel channel = channels[row.channel()];
      channel.reported = true;
      channel.watermark = row.watermark();
      channel.activity = row.activity();
      channel.position = row.position();
    }
    merged = committedMerged;
  }

  private void check(ControlMessage message) {
    if (!message.exchange().equals(exchange)
        || message.channels() != channels.length
        || message.channel() < 0
        || message.channel() >= channels.length) {
      throw new ExchangeMismatchException(
          "exchange %s with %d channels got a control message of channel %d of %d of exchange %s"
              .formatted(
                  exchange,
                  channels.length,
                  message.channel(),
                  message.channels(),
                  message.exchange()));
    }
  }

  private void merge() {
    Watermark least = null;
    Watermark highest = Watermark.NOTHING_YET;
    for (Channel channel : channels) {
      if (!channel.reported) {
        return;
      }
      highest = highest.max(channel.watermark);
      if (channel.activity != ChannelStatus.IDLE
          && (least == null || channel.watermark.compareTo(least) < 0)) {
        least = channel.watermark;
      }
    }
    merged = merged.max(least == null ? highest : least);
  }

  private static final class Channel {
    private boolean reported;
    private boolean changed;
    private Watermark watermark = Watermark.NOTHING_YET;
    private ChannelStatus activity = ChannelStatus.ACTIVE;
    private long position = Long.MIN_VALUE;

    private void apply(ControlMessage message) {
      reported = true;
      changed = true;
      watermark = watermark.max(message.watermark());
      if (message.position() > position) {
        position = message.position();
        activity = message.activity();
      } else if (message.position() == position && message.activity() == ChannelStatus.ACTIVE) {
        activity = ChannelStatus.ACTIVE;
      }
    }
  }
}

package dev.tidemark.topology.eventtime.exchange;

import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.Optional;

/**
 * The writer's side of an exchange: decides when a channel sends a control message. At most one
 * watermark for each commit, and only one that can close something; a change of activity is sent at
 * once. Not thread-safe.
 */
public final class WatermarkEmitter {

  private final String exchange;
  private final int channel;
  private final int channels;
  private final WatermarkGranularity granularity;
  private boolean activeAnnounced;
  private boolean restAnnounced;
  private Watermark told = Watermark.NOTHING_YET;

  public WatermarkEmitter(
      String exchange, int channel, int channels, WatermarkGranularity granularity) {
    this.exchange = exchange;
    this.channel = channel;
    this.channels = channels;
    this.granularity = granularity;
  }

  /** Returns the exchange that this writes to. */
  public String exchange() {
    return exchange;
  }

  /**
   * To be called before an element is processed. The first time in the life of an owner, and the
   * first time after it was idle, readers must receive the channel's ACTIVE before its data.
   *
   * @param position the element's offset
   */
  public Optional<ControlMessage> beforeElement(Watermark watermark, long position) {
    if (activeAnnounced) {
      return Optional.empty();
    }
    activeAnnounced = true;
    restAnnounced = false;
    told = told.max(watermark);
    return Optional.of(message(watermark, ChannelStatus.ACTIVE, position));
  }

  /**
   * To be called at a commit, behind all data that the watermark covers.
   *
   * @param position the offset of the last element processed
   */
  public Optional<ControlMessage> atCommit(Watermark watermark, long position) {
    if (!activeAnnounced || !canCloseMore(watermark)) {
      return Optional.empty();
    }
    told = watermark;
    return Optional.of(message(watermark, ChannelStatus.ACTIVE, position));
  }

  /**
   * To be called when the channel is proved to be idle.
   *
   * @param position where nothing more was found, behind every element processed
   */
  public Optional<ControlMessage> idle(Watermark watermark, long position) {
    return rest(watermark, ChannelStatus.IDLE, position);
  }

  /**
   * To be called at a commit when all that the channel reads is idle.
   *
   * @param position behind every message processed
   */
  public Optional<ControlMessage> quiet(Watermark watermark, long position) {
    return rest(watermark, ChannelStatus.QUIET, position);
  }

  private Optional<ControlMessage> rest(
      Watermark watermark, ChannelStatus activity, long position) {
    if (restAnnounced) {
      return Optional.empty();
    }
    restAnnounced = true;
    activeAnnounced = false;
    told = told.max(watermark);
    return Optional.of(message(watermark, activity, position));
  }

  private boolean canCloseMore(Watermark watermark) {
    if (watermark.compareTo(told) <= 0) {
      return false;
    }
    return told.equals(Watermark.NOTHING_YET) || watermark.time() >= granularity.next(told.time());
  }

  private ControlMessage message(Watermark watermark, ChannelStatus activity, long position) {
    return new ControlMessage(exchange, channel, channels, watermark, activity, position);
  }
}

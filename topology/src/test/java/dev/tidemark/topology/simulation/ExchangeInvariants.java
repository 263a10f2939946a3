package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.exchange.ChannelStatus;
import dev.tidemark.topology.eventtime.exchange.ControlMessage;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must hold of one partition of an exchange, at every offset: no data comes below what its own
 * channel has promised, and its reader's merged watermark is exactly what the messages up to there
 * say. A status is stale when a later owner of its channel was heard before it, which the
 * simulation knows and the engine must find out by positions.
 */
final class ExchangeInvariants {
  private static final long NOTHING = Long.MIN_VALUE;

  private final World world;
  private final int stage;
  private final PartitionLog log;
  private final Channel[] channels;

  /** The merged watermark behind each offset. */
  private final List<Long> mergedBehind = new ArrayList<>();

  private long merged = NOTHING;
  private long committedMerged = NOTHING;

  ExchangeInvariants(World world, int stage, PartitionLog log) {
    this.world = world;
    this.stage = stage;
    this.log = log;
    this.channels = new Channel[world.job.stages().get(stage).incoming().channels()];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = new Channel();
    }
  }

  private static final class Channel {
    /** The newest source record of each key that was seen. */
    private final Map<ByteBuffer, Long> offsets = new HashMap<>();

    private boolean reported;
    private boolean idle;
    private int generation;
    private long watermark = NOTHING;
  }

  /** Takes in all entries up to an offset, which can't change any more. */
  void sawUpTo(int offset) {
    for (int next = mergedBehind.size(); next <= offset; next++) {
      byte[] value = log.entries.get(next).value();
      if (value != null && log.isVisible(next)) {
        take(log.entries.get(next).generation(), ExchangeCodec.decode(value));
      }
      mergedBehind.add(merged);
    }
  }

  /** Compares the reader's committed watermark with the one that follows from what it has read. */
  void checkMerged(Task task, Owner owner) {
    long[] actual = {NOTHING};
    task.progress.range(
        ProgressKeys.bytes(ProgressKeys.MERGED),
        ProgressKeys.bytes("merged0"),
        (key, value) ->
            actual[0] = ProgressEntry.Merged.parse(ProgressKeys.text(value)).watermark().time());
    if (actual[0] < committedMerged) {
      throw new SimulationFailure(
          "the merged watermark of %s went back from %d to %d"
              .formatted(task, committedMerged, actual[0]));
    }
    committedMerged = actual[0];
    long expected = task.position == 0 ? NOTHING : mergedBehind.get(task.position - 1);
    if (actual[0] != expected) {
      throw new SimulationFailure(
          "the merged watermark of %s is %d at position %d, but the channels have promised %d"
              .formatted(owner, actual[0], task.position, expected));
    }
  }

  /** Elements of one key of the source stay in their order, whatever is retried. */
  private static void checkOrder(Channel channel, SourceRecord origin) {
    byte[] key = origin.key();
    if (key == null) {
      return;
    }
    Long before = channel.offsets.put(ByteBuffer.wrap(key), origin.offset());
    if (before != null && before > origin.offset()) {
      throw new SimulationFailure(
          "record %d of partition %d is overtaken by record %d of its key"
              .formatted(origin.offset(), origin.partition(), before));
    }
  }

  private void take(int generation, ExchangeMessage message) {
    if (message instanceof ExchangeMessage.Control control) {
      take(generation, control.message());
    } else if (message instanceof ExchangeMessage.Partial partial) {
      check(partial.channel(), partialTime(partial), message);
    } else if (message instanceof ExchangeMessage.Element element) {
      int channel = element.origin().partition();
      checkOrder(channels[channel], element.origin());
      if (element.watermarkBefore() < channels[channel].watermark) {
        throw new SimulationFailure(
            "an element of channel %d comes behind watermark %d: %s"
                .formatted(channel, channels[channel].watermark, element));
      }
    }
  }

  private void take(int generation, ControlMessage message) {
    Channel channel = channels[message.channel()];
    channel.reported = true;
    channel.watermark = Math.max(channel.watermark, message.watermark().time());
    if (generation >= channel.generation) {
      channel.generation = generation;
      channel.idle = message.activity() == ChannelStatus.IDLE;
    }
    long least = Long.MAX_VALUE;
    long highest = NOTHING;
    boolean anyActive = false;
    for (Channel each : channels) {
      if (!each.reported) {
        return;
      }
      highest = Math.max(highest, each.watermark);
      if (!each.idle) {
        anyActive = true;
        least = Math.min(least, each.watermark);
      }
    }
    merged = Math.max(merged, anyActive ? least : highest);
  }

  /** The latest watermark that the data may come behind. */
  private long partialTime(ExchangeMessage.Partial partial) {
    Scenario scenario = world.scenario;
    boolean second = stage == 2 && scenario.shape == Scenario.Shape.WINDOW_AFTER_WINDOW;
    Scenario.Window window = second ? scenario.secondWindow : scenario.window;
    long time = window.spec() instanceof WindowSpec.Session ? partial.first() : partial.last();
    return time + window.allowedLatenessMs();
  }

  private void check(int channel, long time, ExchangeMessage message) {
    boolean mayHaveGoneOnWithoutASource =
        stage == 2
            && world.scenario.shape == Scenario.Shape.JOIN_THEN_WINDOW
            && !world.scenario.isExact();
    if (time <= channels[channel].watermark && !mayHaveGoneOnWithoutASource) {
      throw new SimulationFailure(
          "data of channel %d comes behind its watermark %d: %s"
              .formatted(channel, channels[channel].watermark, message));
    }
  }
}

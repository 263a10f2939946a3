package dev.tidemark.topology.operators;

import dev.tidemark.topology.eventtime.Announcer;
import dev.tidemark.topology.eventtime.ControlMessage;
import dev.tidemark.topology.eventtime.ExchangeCodec;
import dev.tidemark.topology.eventtime.ExchangeMessage;
import dev.tidemark.topology.eventtime.Watermark;
import java.util.List;

/** What a stage tells the readers of its exchanges. */
final class Outgoing {

  private final List<Announcer> announcers;
  private final List<PartialWindowOperator> partialWindows;
  private final StageOutput output;

  Outgoing(
      List<Announcer> announcers, List<PartialWindowOperator> partialWindows, StageOutput output) {
    this.announcers = List.copyOf(announcers);
    this.partialWindows = List.copyOf(partialWindows);
    this.output = output;
  }

  void beforeElement(Watermark watermark, long position) {
    for (Announcer announcer : announcers) {
      announcer.beforeElement(watermark, position).ifPresent(this::send);
    }
  }

  /** First the data, then the watermark that covers it. */
  void atCommit(Watermark watermark, long position) {
    partialWindows.forEach(PartialWindowOperator::flush);
    for (Announcer announcer : announcers) {
      announcer.atCommit(watermark, position).ifPresent(this::send);
    }
  }

  void idle(Watermark watermark, long position) {
    partialWindows.forEach(PartialWindowOperator::flush);
    for (Announcer announcer : announcers) {
      announcer.idle(watermark, position).ifPresent(this::send);
    }
  }

  void quiet(Watermark watermark, long position) {
    partialWindows.forEach(PartialWindowOperator::flush);
    for (Announcer announcer : announcers) {
      announcer.quiet(watermark, position).ifPresent(this::send);
    }
  }

  /** To be told before any watermark that covers what is missing. */
  void missing(ExchangeMessage.Missing missing) {
    byte[] message = ExchangeCodec.encode(missing);
    for (Announcer announcer : announcers) {
      output.toEveryPartition(announcer.exchange(), message, Math.max(0, missing.to()));
    }
  }

  private void send(ControlMessage message) {
    output.toEveryPartition(
        message.exchange(),
        ExchangeCodec.encode(new ExchangeMessage.Control(message)),
        Math.max(0, message.watermark().time()));
  }
}

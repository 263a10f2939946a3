package dev.tidemark.topology.stage.window;

import dev.tidemark.topology.eventtime.exchange.ControlMessage;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.exchange.WatermarkEmitter;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.stage.base.StageOutput;
import java.util.List;

/** The writers of a stage's exchanges. */
public final class ExchangeWriters {

  private final List<WatermarkEmitter> emitters;
  private final List<PartialWindowOperator> partialWindows;
  private final StageOutput output;

  public ExchangeWriters(
      List<WatermarkEmitter> emitters,
      List<PartialWindowOperator> partialWindows,
      StageOutput output) {
    this.emitters = List.copyOf(emitters);
    this.partialWindows = List.copyOf(partialWindows);
    this.output = output;
  }

  public void beforeElement(Watermark watermark, long position) {
    for (WatermarkEmitter emitter : emitters) {
      emitter.beforeElement(watermark, position).ifPresent(this::send);
    }
  }

  /** First the data, then the watermark that covers it. */
  public void atCommit(Watermark watermark, long position) {
    partialWindows.forEach(PartialWindowOperator::flush);
    for (WatermarkEmitter emitter : emitters) {
      emitter.atCommit(watermark, position).ifPresent(this::send);
    }
  }

  public void idle(Watermark watermark, long position) {
    partialWindows.forEach(PartialWindowOperator::flush);
    for (WatermarkEmitter emitter : emitters) {
      emitter.idle(watermark, position).ifPresent(this::send);
    }
  }

  public void quiet(Watermark watermark, long position) {
    partialWindows.forEach(PartialWindowOperator::flush);
    for (WatermarkEmitter emitter : emitters) {
      emitter.quiet(watermark, position).ifPresent(this::send);
    }
  }

  /** To be sent before any watermark that covers what is missing. */
  public void missing(ExchangeMessage.Missing missing) {
    byte[] message = ExchangeCodec.encode(missing);
    for (WatermarkEmitter emitter : emitters) {
      output.toEveryPartition(emitter.exchange(), message, Math.max(0, missing.to()));
    }
  }

  private void send(ControlMessage message) {
    output.toEveryPartition(
        message.exchange(),
        ExchangeCodec.encode(new ExchangeMessage.Control(message)),
        Math.max(0, message.watermark().time()));
  }
}

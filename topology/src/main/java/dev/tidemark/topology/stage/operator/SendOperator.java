package dev.tidemark.topology.stage.operator;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.FailureCause;
import dev.tidemark.topology.stage.base.KeyEncoder;
import dev.tidemark.topology.stage.base.StageOutput;
import dev.tidemark.topology.stage.retry.Step;

/** Sends each element through an exchange, with the watermark that its source had before it. */
public final class SendOperator implements ElementOperator {

  private final Step step;
  private final Node.SendElements send;
  private final KeyEncoder keys;
  private final Codec<Object> elements;
  private final StageOutput output;
  private final int recordBytesMax;

  public SendOperator(
      Step step,
      Node.SendElements send,
      KeyEncoder keys,
      Codec<Object> elements,
      StageOutput output,
      int recordBytesMax) {
    this.recordBytesMax = recordBytesMax;
    this.step = step;
    this.send = send;
    this.keys = keys;
    this.elements = elements;
    this.output = output;
  }

  @Override
  public void process(Object element, ElementContext context) {
    KeyBytes key;
    byte[] bytes;
    try {
      Object sendKey = send.key().apply(element);
      key = sendKey == null ? null : keys.encode(sendKey);
      bytes = elements.encode(element);
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.FUNCTION_FAILED, thrown);
      return;
    }
    if (key == null) {
      step.reject(
          context,
          FailureCause.NULL_KEY,
          "the key of exchange " + send.exchange().name() + " is null");
      return;
    }
    int size = bytes.length + key.bytes().length;
    if (size > recordBytesMax) {
      step.reject(
          context,
          FailureCause.TOO_LARGE,
          "the element for exchange %s has %d bytes, the limit is %d"
              .formatted(send.exchange().name(), size, recordBytesMax));
      return;
    }
    ExchangeMessage message =
        new ExchangeMessage.Element(
            context.timestamp, context.watermarkBefore, context.woken, context.origin, bytes);
    long timestamp = Math.max(0, context.timestamp);
    step.perform(
        () ->
            output.toExchange(
                send.exchange().name(), key.bytes(), ExchangeCodec.encode(message), timestamp));
  }
}

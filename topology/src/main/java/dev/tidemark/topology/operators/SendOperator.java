package dev.tidemark.topology.operators;

import dev.tidemark.serde.Codec;
import dev.tidemark.topology.eventtime.ExchangeCodec;
import dev.tidemark.topology.eventtime.ExchangeMessage;
import dev.tidemark.topology.eventtime.KeyBytes;
import dev.tidemark.topology.plan.Node;

/** Sends each element through an exchange, with the watermark that its source had before it. */
final class SendOperator implements ElementOperator {

  private final Step step;
  private final Node.SendElements send;
  private final KeyEncoder keys;
  private final Codec<Object> elements;
  private final StageOutput output;
  private final int recordBytesMax;

  SendOperator(
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

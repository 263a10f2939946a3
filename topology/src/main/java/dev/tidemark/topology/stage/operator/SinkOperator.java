package dev.tidemark.topology.stage.operator;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.registry.RegistryUnavailableException;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.FailureCause;
import dev.tidemark.topology.stage.base.Handover;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.StageOutput;
import dev.tidemark.topology.stage.retry.Step;
import dev.tidemark.topology.stage.window.Corrections;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Writes each element to a topic, after checking that the topic will accept it: under exactly-once
 * a refused send can't be skipped.
 */
public final class SinkOperator implements ElementOperator {

  private final Step step;
  private final Node.Sink sink;
  private final Codec<Object> keys;
  private final Codec<Object> values;
  private final StageOutput output;
  private final int recordBytesMax;
  private final @Nullable Handover handover;

  /**
   * @param handover what is written under the sink's name for the run before; {@code null}: nothing
   */
  public SinkOperator(
      Step step,
      Node.Sink sink,
      Codec<Object> keys,
      Codec<Object> values,
      StageOutput output,
      int recordBytesMax,
      @Nullable Handover handover) {
    this.step = step;
    this.sink = sink;
    this.keys = keys;
    this.values = values;
    this.output = output;
    this.recordBytesMax = recordBytesMax;
    this.handover = handover;
  }

  @Override
  public void process(Object element, ElementContext context) {
    Object key;
    try {
      key = sink.key().apply(element);
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.FUNCTION_FAILED, thrown);
      return;
    }
    byte[] keyBytes;
    byte[] valueBytes;
    try {
      keyBytes = key == null ? null : keys.encode(key);
      valueBytes = values.encode(element);
    } catch (RegistryUnavailableException outage) {
      // // The element is not the cause. Part of the work is done, so the task must restart from
      // its last commit.
      throw new IllegalStateException(
          "the schema of topic " + sink.topic() + " can't be looked up", outage);
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.ENCODING_FAILED, thrown);
      return;
    }
    int size = valueBytes.length + (keyBytes == null ? 0 : keyBytes.length);
    if (size > recordBytesMax) {
      step.reject(
          context,
          FailureCause.TOO_LARGE,
          "the result for topic %s has %d bytes, the limit is %d"
              .formatted(sink.topic(), size, recordBytesMax));
      return;
    }
    String name = nameFor(context);
    long timestamp = Math.max(0, context.timestamp);
    OptionalInt correction = Corrections.numberOf(context.origin);
    if (correction.isPresent()) {
      int number = correction.getAsInt();
      step.perform(() -> output.toSinkCorrected(name, keyBytes, valueBytes, timestamp, number));
    } else {
      step.perform(() -> output.toSink(name, keyBytes, valueBytes, timestamp));
    }
    step.count(context, Outcome.COUNTED);
  }

  /**
   * Returns the name to write to: a correction is always this run's, whichever run the window
   * belongs to.
   */
  private String nameFor(ElementContext context) {
    return handover != null
            && Corrections.numberOf(context.origin).isEmpty()
            && handover.isBefore(context.origin, context.timestamp)
        ? Handover.nameBefore(sink.id())
        : sink.id();
  }
}

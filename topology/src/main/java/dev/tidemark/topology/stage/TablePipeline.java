package dev.tidemark.topology.stage;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.stage.base.Counters;
import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.FailureCause;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageOutput;
import dev.tidemark.topology.stage.retry.Attempt;
import dev.tidemark.topology.stage.retry.FailureRateLimit;
import dev.tidemark.topology.stage.retry.Step;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Keeps one partition of a table up to date. What can't be read is a dead letter, and the value
 * before it stays; a record without a value removes its key.
 */
public final class TablePipeline implements StagePipeline {

  private final Node.Table table;
  private final int partition;
  private final Codec<Object> values;
  private final Updates updates;
  private final OrderedStore progress;
  private final Counters counters;
  private final Step step;
  private final ElementContext context = new ElementContext();
  private final String clockKey;
  private long position;

  /**
   * @param values of the table's topic
   * @param updates where the table is kept
   * @param output for dead letters
   * @param progress the store of position and counters
   * @param onError the policy for records that can't be read; nothing of a table is tried again
   * @param clock epoch milliseconds
   */
  public TablePipeline(
      Node.Table table,
      int partition,
      Codec<Object> values,
      Updates updates,
      StageOutput output,
      OrderedStore progress,
      OnError onError,
      LongSupplier clock) {
    this.table = table;
    this.partition = partition;
    this.values = values;
    this.updates = updates;
    this.progress = progress;
    this.counters = new Counters(progress, List.of(table));
    FailureRateLimit givenUp = onError.failAbove().map(FailureRateLimit::new).orElse(null);
    this.step =
        new Step(table.id(), table.id(), onError, givenUp, counters, output, new Attempt(clock));
    this.clockKey = ProgressKeys.CLOCK + table.topic() + "/" + partition;
  }

  /** The storage of a table. */
  public interface Updates {
    /** Sets the value of a key: its bytes, and what they were decoded to. */
    void put(byte[] key, byte[] raw, Object value);

    /** Removes a key. */
    void remove(byte[] key);
  }

  @Override
  public void restore() {
    counters.restore();
  }

  @Override
  public void process(Input input) {
    byte[] key = input.key();
    byte[] value = input.value();
    Decoded<Object> decoded = value == null ? null : values.decode(value);
    position = input.offset() + 1;
    context.setUndated(
        input.timestamp(),
        Long.MIN_VALUE,
        false,
        new SourceRecord(
            table.topic(),
            partition,
            input.offset(),
            input.timestamp(),
            key,
            value,
            input.headers()));
    step.count(context, Outcome.READ);
    if (key == null) {
      step.reject(
          context, FailureCause.NULL_KEY, "a record of table " + table.id() + " has no key");
    } else if (decoded instanceof Decoded.Poison<Object> poison) {
      step.poison(context, poison.cause().name(), poison.detail(), poison.schemaId());
    } else {
      if (decoded instanceof Decoded.Ok<Object> ok && value != null) {
        updates.put(key, value, ok.value());
      } else {
        updates.remove(key);
      }
      step.count(context, Outcome.COUNTED);
    }
  }

  @Override
  public void flush() {
    if (position > 0) {
      progress.put(
          ProgressKeys.bytes(clockKey),
          new ProgressEntry.Clock(OptionalLong.empty(), position).bytes());
    }
    counters.flush();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public OptionalLong idleAfterMs() {
    return OptionalLong.empty();
  }

  @Override
  public boolean isIdle() {
    return false;
  }

  @Override
  public void becomeIdle(long provedPosition) {
    throw new IllegalStateException("a table is never waited for");
  }
}

package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.StageOutput;
import org.jspecify.annotations.Nullable;

/**
 * A fault of design, built around the production classes: what they send, keep or read is changed
 * on its way. A simulation that does not notice it is worth nothing.
 */
interface Mutant {
  /** The design as it is. */
  Mutant NONE = new Mutant() {};

  /** Stands between a pipeline and its outputs. */
  default Output output(StageOutput real, Scenario scenario) {
    return new Output(real);
  }

  /** Stands between a pipeline and the store of clocks, channels and counters. */
  default OrderedStore progress(OrderedStore real) {
    return real;
  }

  /** Stands between a pipeline and the store of what waits. */
  default OrderedStore parked(OrderedStore real) {
    return real;
  }

  /** Whether who retries proves at the commit that it still owns the task. */
  default boolean fencesRetries() {
    return true;
  }

  /** Stands between an exchange and its reader. One instance for each owner of a task. */
  default Reader reader() {
    return (offset, message) -> message;
  }

  /** Whether panes are written behind the commit that they belong to. */
  default boolean flushesPanesLate() {
    return false;
  }

  /** Whether readers see what was aborted or is not yet committed. */
  default boolean readsUncommitted() {
    return false;
  }

  /** Whether a partition is taken for idle although its end is not reached. */
  default boolean guessesIdleness() {
    return false;
  }

  /** Sees the messages of an exchange before the pipeline does, from the first offset on. */
  @FunctionalInterface
  interface Reader {
    byte[] read(long offset, byte[] message);
  }

  /** Passes everything on; mutants override what they spoil. */
  class Output implements StageOutput {
    protected final StageOutput real;

    Output(StageOutput real) {
      this.real = real;
    }

    /** The pipeline begins to flush. */
    void flushing() {}

    /** The pipeline has flushed; the commit follows. */
    void flushed() {}

    /** The commit is done. */
    void committed() {}

    @Override
    public void toExchange(String exchange, byte[] key, byte[] message, long timestamp) {
      real.toExchange(exchange, key, message, timestamp);
    }

    @Override
    public void toEveryPartition(String exchange, byte[] message, long timestamp) {
      real.toEveryPartition(exchange, message, timestamp);
    }

    @Override
    public void toSink(String sink, byte @Nullable [] key, byte[] value, long timestamp) {
      real.toSink(sink, key, value, timestamp);
    }

    @Override
    public void toSinkCorrected(
        String sink, byte @Nullable [] key, byte[] value, long timestamp, int correction) {
      real.toSinkCorrected(sink, key, value, timestamp, correction);
    }

    @Override
    public void toLateTopic(String topic, LateRecord late) {
      real.toLateTopic(topic, late);
    }

    @Override
    public void toDeadLetters(DeadLetter letter) {
      real.toDeadLetters(letter);
    }
  }
}

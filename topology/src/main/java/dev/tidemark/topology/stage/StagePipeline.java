package dev.tidemark.topology.stage;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.StageInputVisitor;
import dev.tidemark.topology.stage.base.Counters;
import dev.tidemark.topology.stage.base.StageContext;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a stage, for one partition of its input. The life of an instance: {@link
 * #restore} once, {@link #process} for each record, {@link #flush} inside each commit. Whatever it
 * sends and stores between two commits belongs to one transaction. Not thread-safe.
 */
public interface StagePipeline {

  /** Returns the pipeline of a stage. */
  static StagePipeline create(StageContext context) {
    Stage stage = context.stage();
    Counters counters = new Counters(context.progress(), stage.nodes());
    return stage
        .input()
        .accept(
            new StageInputVisitor<StagePipeline>() {
              @Override
              public StagePipeline source(Node.Source node) {
                return new SourcePipeline(context, node, counters);
              }

              @Override
              public StagePipeline receiveElements(Node.ReceiveElements node) {
                return new ExchangePipeline(context, counters);
              }

              @Override
              public StagePipeline finalWindow(Node.FinalWindow node) {
                return new ExchangePipeline(context, counters);
              }
            });
  }

  /** Restores what an earlier owner of the partition committed. */
  void restore();

  /**
   * Takes one record of the input.
   *
   * @throws dev.tidemark.serde.registry.RegistryUnavailableException when the registry is needed
   *     and can't be reached; nothing has happened then, and the call may be repeated
   */
  void process(Input input);

  /**
   * Takes several records of the input, as {@link #process} takes each of them in turn: the results
   * are the same, however the records are divided into batches. Nothing else is called in between,
   * so a pipeline may do once what is the same for all of them.
   *
   * @throws dev.tidemark.serde.registry.RegistryUnavailableException when the registry is needed
   *     and can't be reached; the records that the batch counts as processed are processed, nothing
   *     has happened for the others, and the call may be repeated with the same batch
   */
  default void processBatch(InputBatch batch) {
    while (batch.hasNext()) {
      process(batch.next());
      batch.advance();
    }
  }

  /** Sends and stores what is pending. */
  void flush();

  /**
   * Returns how long the input must be proved to have nothing more before {@link #becomeIdle} is
   * called; empty: never. Only a stage that reads a source topic has it; the others receive it from
   * their writers.
   */
  OptionalLong idleAfterMs();

  /** Returns whether {@link #becomeIdle} has been called since the last record. */
  boolean isIdle();

  /**
   * Informs all readers that nothing more is there for now. Does nothing while something waits for
   * its next attempt.
   *
   * @param position where nothing more was found: the next offset
   */
  void becomeIdle(long position);

  /**
   * Returns how often {@link #retry} is to be called; empty: never, since nothing of this stage is
   * tried again.
   */
  default OptionalLong retryEveryMs() {
    return OptionalLong.empty();
  }

  /** Returns whether something that waits for its next attempt is due. */
  default boolean isRetryDue(long now) {
    return false;
  }

  /**
   * Tries again what is due. The caller must make the next commit fail if the partition has another
   * owner by then, as it does after consuming something.
   *
   * @param now epoch milliseconds
   * @throws dev.tidemark.serde.registry.RegistryUnavailableException as {@link #process} does
   */
  default void retry(long now) {}

  /**
   * Returns the number of records, elements or panes that wait for their next attempt or for their
   * turn.
   */
  default int waiting() {
    return 0;
  }

  /** Returns the offset of the record that is to be read next, as far as this pipeline knows. */
  long position();

  /**
   * One record.
   *
   * @param offset its offset
   * @param timestamp the record's own timestamp
   * @param key its raw key
   * @param value its raw value
   * @param headers in their order
   */
  record Input(
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<SourceRecord.Header> headers) {
    /** A record without headers. */
    public Input(long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
      this(offset, timestamp, key, value, List.of());
    }
  }
}

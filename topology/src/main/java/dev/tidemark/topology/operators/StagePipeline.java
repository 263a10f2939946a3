package dev.tidemark.topology.operators;

import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Stage;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a stage, for one partition of its input. The life of an instance: {@link
 * #restore} once, {@link #process} for each record, {@link #flush} inside each commit. Whatever it
 * sends and stores between two commits belongs to one transaction. Not thread-safe.
 */
public interface StagePipeline {

  /** The pipeline of a stage. */
  static StagePipeline create(StageContext context) {
    Stage stage = context.stage();
    Counters counters =
        new Counters(context.progress(), stage.nodes().stream().map(Node::id).toList());
    if (stage.input() instanceof Node.Source source) {
      return new SourcePipeline(context, source, counters);
    }
    return new ExchangePipeline(context, counters);
  }

  /** Takes up what an earlier owner of the partition committed. */
  void restore();

  /**
   * Takes one record of the input.
   *
   * @throws dev.tidemark.serde.RegistryUnavailableException when the registry is needed and can't
   *     be reached; nothing has happened then, and the call may be repeated
   */
  void process(Input input);

  /** Sends and stores what is pending. */
  void flush();

  /**
   * How long the input must be proved to have nothing more before {@link #becomeIdle} is called;
   * empty: never. Only a stage that reads a source topic has it; the others hear it from their
   * writers.
   */
  OptionalLong idleAfterMs();

  /** Whether {@link #becomeIdle} has been called since the last record. */
  boolean isIdle();

  /**
   * Tells all readers that nothing more is there for now.
   *
   * @param position where nothing more was found: the next offset
   */
  void becomeIdle(long position);

  /**
   * One record.
   *
   * @param offset its offset
   * @param timestamp the record's own timestamp
   * @param key its raw key
   * @param value its raw value
   */
  record Input(long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {}
}

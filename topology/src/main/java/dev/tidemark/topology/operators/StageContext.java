package dev.tidemark.topology.operators;

import dev.tidemark.topology.eventtime.OrderedStore;
import dev.tidemark.topology.plan.Stage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a stage needs of its surroundings.
 *
 * @param stage what to run
 * @param partition the partition of the stage's input that this instance reads
 * @param inputPartitions how many there are: the channels of the exchanges that the stage writes to
 * @param incoming the exchange that the stage reads, if it reads one
 * @param codecs the codecs of topics
 * @param tables the tables, by name
 * @param output where results go
 * @param progress the store of clocks, channels and counters
 * @param stores the other stores of the stage, by their names
 * @param clock epoch milliseconds, for limits only, never for results
 * @param limits the bounds
 * @param scope how the run differs from a plain one
 * @param identity whose run it is
 */
public record StageContext(
    Stage stage,
    int partition,
    int inputPartitions,
    Incoming incoming,
    Codecs codecs,
    Function<String, TableAccess> tables,
    StageOutput output,
    OrderedStore progress,
    Function<String, OrderedStore> stores,
    LongSupplier clock,
    StageLimits limits,
    StageScope scope,
    Identity identity) {

  /** Of a plain run. */
  public StageContext(
      Stage stage,
      int partition,
      int inputPartitions,
      Incoming incoming,
      Codecs codecs,
      Function<String, TableAccess> tables,
      StageOutput output,
      OrderedStore progress,
      Function<String, OrderedStore> panes,
      LongSupplier clock,
      StageLimits limits) {
    this(
        stage,
        partition,
        inputPartitions,
        incoming,
        codecs,
        tables,
        output,
        progress,
        panes,
        clock,
        limits,
        StageScope.NONE,
        Identity.NONE);
  }

  /** Of a run without a name. */
  public StageContext(
      Stage stage,
      int partition,
      int inputPartitions,
      Incoming incoming,
      Codecs codecs,
      Function<String, TableAccess> tables,
      StageOutput output,
      OrderedStore progress,
      Function<String, OrderedStore> stores,
      LongSupplier clock,
      StageLimits limits,
      StageScope scope) {
    this(
        stage,
        partition,
        inputPartitions,
        incoming,
        codecs,
        tables,
        output,
        progress,
        stores,
        clock,
        limits,
        scope,
        Identity.NONE);
  }

  /**
   * Whose run it is.
   *
   * @param job the name of the job
   * @param run the application id
   */
  public record Identity(String job, String run) {
    /** Of a run without a name. */
    public static final Identity NONE = new Identity("", "");
  }

  /**
   * The writers of the exchange that a stage reads.
   *
   * @param channels how many
   * @param topic what they read: a source topic, or an exchange's name
   */
  public record Incoming(int channels, String topic) {
    /** For a stage that reads a source topic. */
    public static final Incoming NONE = new Incoming(0, "");
  }
}

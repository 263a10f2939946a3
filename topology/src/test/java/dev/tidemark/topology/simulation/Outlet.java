package dev.tidemark.topology.simulation;

import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.StageOutput;
import org.jspecify.annotations.Nullable;

/** Appends what a pipeline sends to the logs, in the transaction of its worker. */
final class Outlet implements StageOutput {
  private static final byte[] CONTROL_KEY = {'~'};

  private final World world;
  private final Worker worker;
  private final int generation;

  Outlet(World world, Worker worker, int generation) {
    this.world = world;
    this.worker = worker;
    this.generation = generation;
  }

  @Override
  public void toExchange(String exchange, byte[] key, byte[] message, long timestamp) {
    int reader = SimulatedJob.readerOf(exchange);
    int partition = Scenario.partitionOf(key, world.job.partitionsOf(reader));
    append(world.exchange(reader, partition), key, message, timestamp);
  }

  @Override
  public void toEveryPartition(String exchange, byte[] message, long timestamp) {
    int reader = SimulatedJob.readerOf(exchange);
    for (int p = 0; p < world.job.partitionsOf(reader); p++) {
      toPartition(reader, p, message, timestamp);
    }
  }

  void toPartition(int reader, int partition, byte[] message, long timestamp) {
    append(world.exchange(reader, partition), CONTROL_KEY, message, timestamp);
  }

  @Override
  public void toSink(String sink, byte @Nullable [] key, byte[] value, long timestamp) {
    if (key == null) {
      throw new SimulationFailure("a result without a key");
    }
    append(world.outputOf(sink, key), key, value, timestamp);
  }

  @Override
  public void toSinkCorrected(
      String sink, byte @Nullable [] key, byte[] value, long timestamp, int correction) {
    throw new SimulationFailure("no window of this job can be corrected");
  }

  @Override
  public void toLateTopic(String topic, LateRecord late) {
    worker.transaction().late.add(late);
  }

  @Override
  public void toDeadLetters(DeadLetter letter) {
    worker.transaction().deadLetters.add(letter);
  }

  private void append(PartitionLog log, byte @Nullable [] key, byte[] value, long timestamp) {
    if (timestamp < 0) {
      throw new SimulationFailure("Kafka refuses the timestamp " + timestamp);
    }
    Transaction transaction = worker.transaction();
    transaction.append(log, new PartitionLog.Entry(transaction, generation, key, value, timestamp));
  }
}

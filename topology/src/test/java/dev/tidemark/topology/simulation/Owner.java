package dev.tidemark.topology.simulation;

import dev.tidemark.topology.stage.StagePipeline;
import java.util.ArrayList;
import java.util.List;

/** A task in the hands of a worker: one incarnation of a pipeline. */
final class Owner {
  final Task task;
  final Worker worker;
  final TransactionalStore progress;
  final TransactionalStore panes;
  final TransactionalStore parked;
  final List<TransactionalStore.Write> panesToCommit = new ArrayList<>();
  final StagePipeline pipeline;
  final Mutant.Output output;
  final Mutant.Reader reader;
  int position;
  boolean hasConsumed;
  boolean hasRetried;

  /** Since when the position has not moved, in virtual time. */
  long quietSince;

  /** The end of the input as the worker knew it when it was paused. */
  int endKnown;

  Owner(
      Task task,
      Worker worker,
      TransactionalStore progress,
      TransactionalStore panes,
      TransactionalStore parked,
      StagePipeline pipeline,
      Mutant.Output output,
      Mutant.Reader reader) {
    this.task = task;
    this.worker = worker;
    this.progress = progress;
    this.panes = panes;
    this.parked = parked;
    this.pipeline = pipeline;
    this.output = output;
    this.reader = reader;
    this.position = task.position;
  }

  /** Mutants that change what is read may need to have seen everything before. */
  void catchUpReader(World world) {
    if (world.mutant == Mutant.NONE || task.stage == 0) {
      return;
    }
    PartitionLog log = world.exchange(task.stage, task.partition);
    for (int offset = 0; offset < position; offset++) {
      byte[] value = log.entries.get(offset).value();
      if (value != null && log.isVisible(offset)) {
        reader.read(offset, value);
      }
    }
  }

  @Override
  public String toString() {
    return task + " of " + worker;
  }
}

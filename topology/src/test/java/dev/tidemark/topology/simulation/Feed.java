package dev.tidemark.topology.simulation;

import dev.tidemark.topology.stage.InputBatch;
import dev.tidemark.topology.stage.StagePipeline;
import java.util.List;
import java.util.SplittableRandom;

/** The way in which records that a task has read are handed to its pipeline. */
@FunctionalInterface
interface Feed {
  Feed ONE_BY_ONE = (pipeline, inputs) -> inputs.forEach(pipeline::process);

  /** Hands over records in their order. */
  void feed(StagePipeline pipeline, List<StagePipeline.Input> inputs);

  /** Divides the records into batches of random sizes. */
  static Feed inBatches(SplittableRandom sizes) {
    return (pipeline, inputs) -> {
      int from = 0;
      while (from < inputs.size()) {
        int to = sizes.nextInt(from, inputs.size()) + 1;
        pipeline.processBatch(new InputBatch(inputs.subList(from, to)));
        from = to;
      }
    };
  }
}

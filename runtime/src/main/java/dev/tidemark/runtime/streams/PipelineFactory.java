package dev.tidemark.runtime.streams;

import dev.tidemark.topology.stage.StagePipeline;
import dev.tidemark.topology.stage.base.StageOutput;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Creates the pipelines of one stage or table. */
interface PipelineFactory {

  /** Creates the pipeline of a task, connected with the stores and tables of the task. */
  StagePipeline create(ProcessorContext<byte[], byte[]> context, StageOutput output);
}

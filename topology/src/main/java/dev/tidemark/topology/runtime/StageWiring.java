package dev.tidemark.topology.runtime;

import dev.tidemark.topology.operators.Handover;
import dev.tidemark.topology.operators.StageOutput;
import dev.tidemark.topology.operators.StagePipeline;
import java.util.Optional;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Connects a pipeline with the stores and tables of a task. */
interface StageWiring {

  /** The stage's or table's name. */
  String name();

  /** The job's name. */
  String job();

  /** The application id of the run. */
  String run();

  /** The version of the job; empty: nobody counts. */
  String version();

  /** The topic that is read; of a stage behind an exchange the stage. */
  String inputTopic();

  /** The topic that is consumed, by the name that the cluster knows it by. */
  String consumedTopic();

  /** How many partitions it has. */
  int inputPartitions();

  /** The node behind the processor that leads to an exchange, by the name of the exchange. */
  String toExchange(String exchange);

  /** How far ahead of the clock the topics that are written to take records, in milliseconds. */
  long aheadOfClockMs();

  /** Whether the values of a topic that the job reads name their schema. */
  boolean namesSchemas(String topic);

  /** What belongs to the run before, if there is one. */
  Optional<Handover> handover();

  /** A new pipeline for the task. */
  StagePipeline pipeline(ProcessorContext<byte[], byte[]> context, StageOutput output);

  /** The task's stores are about to be closed. */
  void close(TaskId task);

  /** The name of the commit hook. */
  default String commitHook() {
    return TopologyNames.commitHook(name());
  }
}

/**
 * One stage of a plan: it takes the records of its input, keeps the time, and hands elements to
 * operators. Plain classes: no Kafka, no thread, the clock a parameter. The runtime feeds them from
 * Kafka Streams, the simulation and the test kit from memory.
 *
 * <p>Start reading at {@link dev.tidemark.topology.stage.StagePipeline}.
 */
@NullMarked
package dev.tidemark.topology.stage;

import org.jspecify.annotations.NullMarked;

/**
 * What one stage of a plan does with its elements, as plain classes: no Kafka, no thread, the clock
 * a parameter. The runtime feeds them from Kafka Streams, the simulation and the test kit from
 * memory.
 *
 * <p>Start reading at {@link dev.tidemark.topology.operators.StagePipeline}.
 */
@NullMarked
package dev.tidemark.topology.operators;

import org.jspecify.annotations.NullMarked;

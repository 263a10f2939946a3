/**
 * The decisions of the cluster: the states of jobs, where workers run, the effect of a change. No
 * Kafka, no process, no clock of its own. Start reading at {@code JobRegistry} and {@code Workers}.
 */
@NullMarked
package dev.tidemark.node.jobs;

import org.jspecify.annotations.NullMarked;

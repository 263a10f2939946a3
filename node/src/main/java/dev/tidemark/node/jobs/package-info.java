/**
 * What the cluster decides: the states of jobs, where workers run, what a change means. No Kafka,
 * no process, no clock of its own. Start reading at {@code JobBook} and {@code Workers}.
 */
@NullMarked
package dev.tidemark.node.jobs;

import org.jspecify.annotations.NullMarked;

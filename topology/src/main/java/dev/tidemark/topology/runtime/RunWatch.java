package dev.tidemark.topology.runtime;

/**
 * What the processors of a run report to, and ask.
 *
 * @param outage waits out an outage of the registry
 * @param tasks which tasks are here
 * @param lag how far they are behind
 */
record RunWatch(Outage outage, TaskBoard tasks, InputLag lag) {}

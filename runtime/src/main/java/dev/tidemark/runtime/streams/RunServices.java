package dev.tidemark.runtime.streams;

/**
 * What the processors of a run report to, and ask.
 *
 * @param outage waits out an outage of the registry
 * @param tasks which tasks are here
 * @param lag how far they are behind
 */
public record RunServices(RegistryOutageRetry outage, TaskBoard tasks, InputLag lag) {}

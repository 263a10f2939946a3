package dev.tidemark.runtime.streams;

/**
 * The services shared by the processors of a run.
 *
 * @param outage waits out an outage of the registry
 * @param tasks which tasks are here
 * @param lag how far they are behind
 */
public record RunServices(RegistryOutageRetry outage, TaskBoard tasks, InputLag lag) {}

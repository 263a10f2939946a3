package dev.tidemark.jobs.delaysbystate;

/**
 * What of a delayed flight is counted.
 *
 * @param state the state of the airport it left
 * @param delayMinutes how much later it left
 */
record DelayedFlight(String state, int delayMinutes) {}

package dev.tidemark.jobs.delaysbystate;

/**
 * The counted fields of a delayed flight.
 *
 * @param state the state of the airport it left
 * @param delayMinutes the delay of its departure
 */
record DelayedFlight(String state, int delayMinutes) {}

/**
 * The job {@code delays-by-state}: delayed departures by state and day, of real flights. {@link
 * dev.tidemark.jobs.delaysbystate.DelaysByState} is all of it; its events are beside it as
 * resources.
 */
@NullMarked
package dev.tidemark.jobs.delaysbystate;

import org.jspecify.annotations.NullMarked;

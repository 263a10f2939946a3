/**
 * The job {@code quake-sequences}: earthquakes of one region that follow one another closely.
 * {@link dev.tidemark.jobs.quakesequences.QuakeSequences} is all of it; its events are beside it as
 * resources.
 */
@NullMarked
package dev.tidemark.jobs.quakesequences;

import org.jspecify.annotations.NullMarked;

/**
 * Tests of jobs, for their authors: the job runs in memory, with the operators of production, in
 * milliseconds and without a broker.
 *
 * <p>Start reading at {@link dev.tidemark.testkit.JobHarness}.
 */
@NullMarked
package dev.tidemark.testkit;

import org.jspecify.annotations.NullMarked;

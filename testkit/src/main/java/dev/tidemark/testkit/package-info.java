/**
 * What job authors test their jobs with: the job runs in memory, on the very operators that run in
 * production, in milliseconds and without a broker.
 *
 * <p>Start reading at {@link dev.tidemark.testkit.JobHarness}.
 */
@NullMarked
package dev.tidemark.testkit;

import org.jspecify.annotations.NullMarked;

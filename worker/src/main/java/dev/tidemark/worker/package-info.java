/**
 * The JVM of a job. The only code beside {@code tidemark run} that loads the classes of a job.
 *
 * <p>Start reading at {@link dev.tidemark.worker.WorkerMain}.
 */
@NullMarked
package dev.tidemark.worker;

import org.jspecify.annotations.NullMarked;

/**
 * Jobs in a jar: checks the file, finds the job, and loads it in a class loader of its own. No
 * Kafka class is used here.
 *
 * <p>Start reading at {@link dev.tidemark.topology.jar.JobJar}.
 */
@NullMarked
package dev.tidemark.topology.jar;

import org.jspecify.annotations.NullMarked;

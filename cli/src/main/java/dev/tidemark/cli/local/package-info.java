/**
 * The commands that run or plan a job in this process, and the local development cluster.
 *
 * <p>Start reading at {@link dev.tidemark.cli.local.RunCommand}.
 */
@NullMarked
package dev.tidemark.cli.local;

import org.jspecify.annotations.NullMarked;

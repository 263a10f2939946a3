/**
 * The {@code tidemark} command. Each package below holds the commands of one subject, one class for
 * each command, named {@code …Command}. Data goes to standard output, everything meant for people
 * alone to standard error.
 *
 * <p>Start reading at {@link dev.tidemark.cli.CommandLineTool}.
 */
@NullMarked
package dev.tidemark.cli;

import org.jspecify.annotations.NullMarked;

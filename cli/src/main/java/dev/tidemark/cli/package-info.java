/**
 * The {@code tidemark} command: one class for each verb, named {@code …Command}. Data goes to
 * stdout, what is meant for people alone goes to stderr.
 *
 * <p>Start reading at {@link dev.tidemark.cli.CommandLineTool}, which puts the verbs together, and
 * {@link dev.tidemark.cli.ExitCode}.
 */
@NullMarked
package dev.tidemark.cli;

import org.jspecify.annotations.NullMarked;

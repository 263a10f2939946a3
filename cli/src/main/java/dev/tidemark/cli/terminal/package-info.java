/**
 * The terminal: output formats, tables, progress lines, confirmation, exit codes.
 *
 * <p>Start reading at {@link dev.tidemark.cli.terminal.Terminal}.
 */
@NullMarked
package dev.tidemark.cli.terminal;

import org.jspecify.annotations.NullMarked;

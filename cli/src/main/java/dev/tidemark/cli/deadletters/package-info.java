/**
 * The commands {@code dlq} and {@code late}.
 *
 * <p>Start reading at {@link dev.tidemark.cli.deadletters.DeadLetterCommands}.
 */
@NullMarked
package dev.tidemark.cli.deadletters;

import org.jspecify.annotations.NullMarked;

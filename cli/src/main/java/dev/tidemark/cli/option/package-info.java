/**
 * Options and arguments that several commands share, and the failures of their connections.
 *
 * <p>Start reading at {@link dev.tidemark.cli.option.ClientOptions}.
 */
@NullMarked
package dev.tidemark.cli.option;

import org.jspecify.annotations.NullMarked;

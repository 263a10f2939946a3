/**
 * The operators of windows: the partial phase before an exchange, and the final phase behind it.
 *
 * <p>Start reading at {@link dev.tidemark.topology.stage.window.PartialWindowOperator}.
 */
@NullMarked
package dev.tidemark.topology.stage.window;

import org.jspecify.annotations.NullMarked;

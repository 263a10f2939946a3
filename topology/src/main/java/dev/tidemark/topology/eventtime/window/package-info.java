/**
 * Kinds of windows, and the panes of their two phases: partial panes before an exchange, open and
 * closed panes behind it.
 *
 * <p>Start reading at {@link dev.tidemark.topology.eventtime.window.WindowSpec}.
 */
@NullMarked
package dev.tidemark.topology.eventtime.window;

import org.jspecify.annotations.NullMarked;

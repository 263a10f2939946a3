/**
 * The commands for replays, on nodes and standalone.
 *
 * <p>Start reading at {@link dev.tidemark.cli.replay.ReplayCommand}.
 */
@NullMarked
package dev.tidemark.cli.replay;

import org.jspecify.annotations.NullMarked;

/**
 * The JSON of replays.
 *
 * <p>Start reading at {@link dev.tidemark.client.api.replay.ReplayRequest}.
 */
@NullMarked
package dev.tidemark.client.api.replay;

import org.jspecify.annotations.NullMarked;

/**
 * Attempts of elements, with retries in the order of their keys.
 *
 * <p>Start reading at {@link dev.tidemark.topology.stage.retry.Attempt}.
 */
@NullMarked
package dev.tidemark.topology.stage.retry;

import org.jspecify.annotations.NullMarked;

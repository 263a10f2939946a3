/**
 * The JSON of the progress of a job: lag, ledger, offsets, watermarks and stores.
 *
 * <p>Start reading at {@link dev.tidemark.client.api.progress.LagView}.
 */
@NullMarked
package dev.tidemark.client.api.progress;

import org.jspecify.annotations.NullMarked;

/**
 * The JSON of dead letters and late records.
 *
 * <p>Start reading at {@link dev.tidemark.client.api.deadletters.DeadLetterView}.
 */
@NullMarked
package dev.tidemark.client.api.deadletters;

import org.jspecify.annotations.NullMarked;

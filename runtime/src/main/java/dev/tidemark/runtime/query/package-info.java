/**
 * Queries of the stores of a running job, and of its progress.
 *
 * <p>Start reading at {@link dev.tidemark.runtime.query.StoreQueries}.
 */
@NullMarked
package dev.tidemark.runtime.query;

import org.jspecify.annotations.NullMarked;

/**
 * The parts that all requests and answers of {@code /api/v1} share: errors, principals and JSON
 * settings. The packages below hold the records of one subject each. Depends on Jackson alone.
 *
 * <p>Start reading at {@link dev.tidemark.client.api.ApiError}.
 */
@NullMarked
package dev.tidemark.client.api;

import org.jspecify.annotations.NullMarked;

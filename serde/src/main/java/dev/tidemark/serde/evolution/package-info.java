/**
 * The comparison of a reader schema with written schemas: findings, each with its remedy.
 *
 * <p>Start reading at {@link dev.tidemark.serde.evolution.SchemaFindings}.
 */
@NullMarked
package dev.tidemark.serde.evolution;

import org.jspecify.annotations.NullMarked;

/**
 * JSON for people: keys and values of any type as JSON, and JSON as Avro.
 *
 * <p>Start reading at {@link dev.tidemark.runtime.json.JsonValues}.
 */
@NullMarked
package dev.tidemark.runtime.json;

import org.jspecify.annotations.NullMarked;

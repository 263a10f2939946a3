/**
 * Avro codecs with compiled readers, bounds for schemas and data, and the classes that data may
 * instantiate.
 *
 * <p>Start reading at {@link dev.tidemark.serde.avro.AvroDecoder}.
 */
@NullMarked
package dev.tidemark.serde.avro;

import org.jspecify.annotations.NullMarked;

/**
 * The contract between types, codecs and a schema registry, and the wire format of Confluent.
 *
 * <p>Start reading at {@link dev.tidemark.serde.codec.Codec}.
 */
@NullMarked
package dev.tidemark.serde.codec;

import org.jspecify.annotations.NullMarked;

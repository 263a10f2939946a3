/**
 * How events become bytes and bytes become events: type tokens, Confluent's wire format, Avro
 * codecs and the schema registry client. No Kafka class is used here.
 *
 * <p>Start reading at {@link dev.tidemark.serde.Type}, the token that a job author states once for
 * each boundary, and {@link dev.tidemark.serde.Decoded}, the answer of every decoder.
 */
@NullMarked
package dev.tidemark.serde;

import org.jspecify.annotations.NullMarked;

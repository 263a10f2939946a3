/**
 * Type tokens. A job author states one for each boundary at which elements become bytes. No Kafka
 * class is used in this module.
 *
 * <p>Start reading at {@link dev.tidemark.serde.Type}.
 */
@NullMarked
package dev.tidemark.serde;

import org.jspecify.annotations.NullMarked;

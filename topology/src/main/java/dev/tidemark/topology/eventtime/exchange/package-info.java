/**
 * The messages of an exchange, and the watermarks that travel in them: emitted by each writer,
 * merged by each reader.
 *
 * <p>Start reading at {@link dev.tidemark.topology.eventtime.exchange.ExchangeMessage}.
 */
@NullMarked
package dev.tidemark.topology.eventtime.exchange;

import org.jspecify.annotations.NullMarked;

package dev.tidemark.client.api.job;

import java.time.Instant;

/**
 * The origin of a change.
 *
 * @param by the name of the principal that made it
 * @param at when
 */
public record Author(String by, Instant at) {}

package dev.tidemark.client.api;

import java.time.Instant;

/**
 * A description of a failure for people.
 *
 * @param code a word for programs, in lower case with underscores
 * @param message what is wrong and where, one line
 * @param hint what to do, one line
 * @param at when
 */
public record ErrorView(String code, String message, String hint, Instant at) {}

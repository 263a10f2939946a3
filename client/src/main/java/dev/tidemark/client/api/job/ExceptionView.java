package dev.tidemark.client.api.job;

import java.time.Instant;

/**
 * An exception that a worker met.
 *
 * @param at when it was last met
 * @param thread where
 * @param count how often it was met since the worker started
 * @param summary its class and message, one line; no record contents
 * @param stackTrace cut after 8,000 characters
 */
public record ExceptionView(
    Instant at, String thread, long count, String summary, String stackTrace) {}

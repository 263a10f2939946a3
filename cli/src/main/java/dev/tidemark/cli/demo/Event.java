package dev.tidemark.cli.demo;

import java.time.Instant;

/**
 * An event before it is published.
 *
 * @param key the key of the Kafka record
 * @param time its event time and the timestamp of the Kafka record
 * @param value what happened
 * @param <T> the Avro class of the value
 */
public record Event<T>(String key, Instant time, T value) {}

package dev.tidemark.topology.eventtime;

import java.time.Instant;

/**
 * One key's share of a tumbling window, as job authors see it.
 *
 * @param key the key
 * @param start the first instant inside
 * @param end the first instant after it
 */
public record TimeWindow<K>(K key, Instant start, Instant end) {}

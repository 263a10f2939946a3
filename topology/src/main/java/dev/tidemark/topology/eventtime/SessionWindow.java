package dev.tidemark.topology.eventtime;

import java.time.Instant;

/**
 * One session of one key, as job authors see it.
 *
 * @param key the key
 * @param first the event time of the session's first event
 * @param last the event time of the session's last event
 */
public record SessionWindow<K>(K key, Instant first, Instant last) {}

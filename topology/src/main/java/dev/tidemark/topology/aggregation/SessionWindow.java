package dev.tidemark.topology.aggregation;

import java.time.Instant;
import org.apiguardian.api.API;

/**
 * One session of one key, as job authors see it.
 *
 * @param key the key
 * @param first the event time of the session's first event
 * @param last the event time of the session's last event
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public record SessionWindow<K>(K key, Instant first, Instant last) {}

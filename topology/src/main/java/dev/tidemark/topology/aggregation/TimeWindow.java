package dev.tidemark.topology.aggregation;

import java.time.Instant;
import org.apiguardian.api.API;

/**
 * One key's share of a tumbling window, as job authors see it.
 *
 * @param key the key
 * @param start the first instant inside
 * @param end the first instant after it
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public record TimeWindow<K>(K key, Instant start, Instant end) {}

package dev.tidemark.testkit;

import java.time.Instant;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One record that a job wrote.
 *
 * @param partition of the output topic, as Kafka's default partitioner chooses it
 * @param key the decoded key
 * @param value the decoded value
 * @param timestamp the record's timestamp
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public record Result(
    int partition, @Nullable Object key, @Nullable Object value, Instant timestamp) {}

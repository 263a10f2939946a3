package dev.tidemark.client.api.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.job.ReplayMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a replay.
 *
 * @param from where it begins
 * @param until where it ends: before the first record of this time; null: it continues without an
 *     end
 * @param topics which topics begin there, with which partitions (none: all); null: all. The others
 *     begin at the position of the job
 * @param mode null for a shadow
 * @param suffix of the shadow topics; null for {@code .replay-rRUN}
 * @param jar another jar, by its SHA-256; null for the job's
 * @param jobClass which job of the jar; null for the job's
 * @param parameters null for the job's
 */
public record ReplayRequest(
    ReplayFrom from,
    @Nullable Instant until,
    @Nullable Map<String, List<Integer>> topics,
    @Nullable ReplayMode mode,
    @Nullable String suffix,
    @Nullable String jar,
    @JsonProperty("class") @Nullable String jobClass,
    @Nullable Map<String, String> parameters) {}

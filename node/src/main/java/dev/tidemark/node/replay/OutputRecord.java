package dev.tidemark.node.replay;

import org.jspecify.annotations.Nullable;

/**
 * One record of an output.
 *
 * @param timestamp epoch milliseconds; of a window's result its last moment
 */
@SuppressWarnings("ArrayRecordComponent") // compared by ContentDigest and SortedRecords, not equals
public record OutputRecord(
    int partition, byte @Nullable [] key, long timestamp, byte @Nullable [] value) {}

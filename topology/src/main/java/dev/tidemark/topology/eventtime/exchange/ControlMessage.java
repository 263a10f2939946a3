package dev.tidemark.topology.eventtime.exchange;

import dev.tidemark.topology.eventtime.time.Watermark;

/**
 * What a writer tells all readers of an exchange, in band, behind the data that it covers and in
 * the same transaction.
 *
 * @param exchange the name of the exchange, to detect a crossed wire
 * @param channel which of the exchange's writers speaks: the partition that it reads
 * @param channels how many there are
 * @param watermark what the channel promises
 * @param activity whether the channel counts
 * @param position a fencing token for the activity. ACTIVE carries the offset of a record that the
 *     channel has processed or is about to; IDLE carries the position at which nothing more was
 *     found, which is behind every record processed. A former owner that wakes up late speaks of a
 *     position that the new owner has passed.
 */
public record ControlMessage(
    String exchange,
    int channel,
    int channels,
    Watermark watermark,
    ChannelStatus activity,
    long position) {}

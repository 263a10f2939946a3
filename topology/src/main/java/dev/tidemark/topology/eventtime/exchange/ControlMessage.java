package dev.tidemark.topology.eventtime.exchange;

import dev.tidemark.topology.eventtime.time.Watermark;

/**
 * A message from a writer to all readers of an exchange, sent in band, behind the data that it
 * covers and in the same transaction.
 *
 * @param exchange the name of the exchange, to detect a message of another exchange
 * @param channel the writer's channel: the partition that it reads
 * @param channels the number of channels
 * @param watermark the watermark of the channel
 * @param activity the status of the channel
 * @param position a fencing token for the activity. ACTIVE carries the offset of a record that the
 *     channel has processed or is about to process; IDLE carries the position at which nothing more
 *     was found, which is behind every record processed. A former owner that resumes late sends a
 *     position that the new owner has passed.
 */
public record ControlMessage(
    String exchange,
    int channel,
    int channels,
    Watermark watermark,
    ChannelStatus activity,
    long position) {}

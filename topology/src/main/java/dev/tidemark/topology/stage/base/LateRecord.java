package dev.tidemark.topology.stage.base;

import dev.tidemark.topology.eventtime.time.SourceRecord;

/**
 * A record that came too late for a window.
 *
 * @param origin the record, its bytes untouched
 * @param window the window's name
 * @param eventTime of the element
 * @param watermark that it was late by: {@code watermark - eventTime} is how late it is
 * @param windowStart tumbling: the start of the window that was missed; session: the event time; of
 *     several windows: the start of the first that was missed
 * @param windowEnd tumbling: its end; session: the event time; of several windows: the end of the
 *     last that was missed
 */
public record LateRecord(
    SourceRecord origin,
    String window,
    long eventTime,
    long watermark,
    long windowStart,
    long windowEnd) {}

package dev.tidemark.topology.runtime;

import dev.tidemark.topology.eventtime.Origin;
import dev.tidemark.topology.operators.DeadLetter;
import dev.tidemark.topology.operators.LateRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of late records and dead letters, as UTF-8 text: Kafka's own names where it has some
 * (KIP-1034), so that other tools understand them, and ours.
 */
final class RecordHeadersFor {

  private static final String KAFKA = "__streams.errors.";
  private static final String OURS = "tidemark.";

  private RecordHeadersFor() {}

  static Headers deadLetter(String job, DeadLetter letter, @Nullable Headers original) {
    Headers headers = copyOf(original);
    Origin origin = letter.origin();
    String exception = letter.exceptionClass();
    set(headers, KAFKA + "exception", exception == null ? letter.cause() : exception);
    set(headers, KAFKA + "message", letter.message());
    set(headers, KAFKA + "topic", origin.topic());
    set(headers, KAFKA + "partition", origin.partition());
    set(headers, KAFKA + "offset", origin.offset());
    set(headers, OURS + "job", job);
    set(headers, OURS + "step", letter.step());
    set(headers, OURS + "cause", letter.cause());
    set(headers, OURS + "source.timestamp", origin.timestamp());
    letter.schemaId().ifPresent(id -> set(headers, OURS + "schema.id", id));
    return headers;
  }

  static Headers late(String job, LateRecord late, @Nullable Headers original) {
    Headers headers = copyOf(original);
    Origin origin = late.origin();
    set(headers, OURS + "job", job);
    set(headers, OURS + "step", late.window());
    set(headers, OURS + "late.by.ms", late.watermark() - late.eventTime());
    set(headers, OURS + "event.time", Instant.ofEpochMilli(late.eventTime()));
    set(headers, OURS + "watermark", Instant.ofEpochMilli(late.watermark()));
    set(headers, OURS + "window.start", Instant.ofEpochMilli(late.windowStart()));
    set(headers, OURS + "window.end", Instant.ofEpochMilli(late.windowEnd()));
    set(headers, OURS + "source.topic", origin.topic());
    set(headers, OURS + "source.partition", origin.partition());
    set(headers, OURS + "source.offset", origin.offset());
    set(headers, OURS + "source.timestamp", origin.timestamp());
    return headers;
  }

  private static Headers copyOf(@Nullable Headers original) {
    return original == null ? new RecordHeaders() : new RecordHeaders(original.toArray());
  }

  private static void set(Headers headers, String name, Object value) {
    headers.remove(name);
    headers.add(name, value.toString().getBytes(StandardCharsets.UTF_8));
  }
}

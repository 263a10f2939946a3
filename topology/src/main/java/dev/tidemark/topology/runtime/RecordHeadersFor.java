package dev.tidemark.topology.runtime;

import dev.tidemark.topology.eventtime.Origin;
import dev.tidemark.topology.operators.DeadLetter;
import dev.tidemark.topology.operators.LateRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of late records and dead letters, as UTF-8 text: Kafka's own names where it has some
 * (KIP-1034), so that other tools understand them, and ours.
 */
final class RecordHeadersFor {

  private static final String KAFKA = "__streams.errors.";
  private static final String OURS = "tidemark.";

  private RecordHeadersFor() {}

  /** The headers of a record that is read. */
  static List<Origin.Header> origin(Headers headers) {
    Header[] all = headers.toArray();
    if (all.length == 0) {
      return List.of();
    }
    List<Origin.Header> copied = new ArrayList<>(all.length);
    for (Header header : all) {
      copied.add(new Origin.Header(header.key(), header.value()));
    }
    return copied;
  }

  static Headers deadLetter(String job, String run, DeadLetter letter) {
    Origin origin = letter.origin();
    Headers headers = copyOf(origin);
    DeadLetter.Attempts attempts = letter.attempts();
    String exception = letter.exceptionClass();
    set(headers, KAFKA + "exception", exception == null ? letter.cause() : exception);
    set(headers, KAFKA + "message", letter.message());
    if (letter.stackTrace() != null) {
      set(headers, KAFKA + "stacktrace", letter.stackTrace());
    }
    set(headers, KAFKA + "topic", origin.topic());
    set(headers, KAFKA + "partition", origin.partition());
    set(headers, KAFKA + "offset", origin.offset());
    set(headers, OURS + "job", job);
    set(headers, OURS + "run", run);
    set(headers, OURS + "step", letter.step());
    set(headers, OURS + "cause", letter.cause());
    set(headers, OURS + "attempts", attempts.count());
    set(headers, OURS + "first.failure", Instant.ofEpochMilli(attempts.firstMs()));
    set(headers, OURS + "last.failure", Instant.ofEpochMilli(attempts.lastMs()));
    letter
        .eventTime()
        .ifPresent(time -> set(headers, OURS + "event.time", Instant.ofEpochMilli(time)));
    set(headers, OURS + "source.timestamp", origin.timestamp());
    letter.schemaId().ifPresent(id -> set(headers, OURS + "schema.id", id));
    return headers;
  }

  static Headers late(String job, LateRecord late) {
    Origin origin = late.origin();
    Headers headers = copyOf(origin);
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

  private static Headers copyOf(Origin origin) {
    Headers headers = new RecordHeaders();
    origin.headers().forEach(header -> headers.add(header.name(), header.value()));
    return headers;
  }

  private static void set(Headers headers, String name, Object value) {
    headers.remove(name);
    headers.add(name, value.toString().getBytes(StandardCharsets.UTF_8));
  }
}

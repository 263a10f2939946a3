package dev.tidemark.topology.runtime;

import dev.tidemark.serde.WireFormat;
import dev.tidemark.topology.eventtime.Origin;
import dev.tidemark.topology.operators.DeadLetter;
import dev.tidemark.topology.operators.LateRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of late records and dead letters, as UTF-8 text: Kafka's own names where it has some
 * (KIP-1034), so that other tools understand them, and ours.
 */
final class RecordHeadersFor {

  private RecordHeadersFor() {}

  /** The headers of a record that is read. */
  static List<Origin.Header> origin(Headers headers) {
    Header[] all = headers.toArray();
    if (all.length == 0) {
      return List.of();
    }
    Origin.Header[] copied = new Origin.Header[all.length];
    for (int i = 0; i < all.length; i++) {
      copied[i] = new Origin.Header(all[i].key(), all[i].value());
    }
    return List.of(copied); // unmodifiable, so that an origin need not copy it again
  }

  static Headers deadLetter(StageIdentity.Run run, DeadLetter letter) {
    Origin origin = letter.origin();
    Headers headers = copyOf(origin);
    DeadLetter.Attempts attempts = letter.attempts();
    String exception = letter.exceptionClass();
    set(headers, LetterHeaders.EXCEPTION, exception == null ? letter.cause() : exception);
    set(headers, LetterHeaders.MESSAGE, letter.message());
    if (letter.stackTrace() != null) {
      set(headers, LetterHeaders.STACK_TRACE, letter.stackTrace());
    }
    set(headers, LetterHeaders.TOPIC, origin.topic());
    set(headers, LetterHeaders.PARTITION, origin.partition());
    set(headers, LetterHeaders.OFFSET, origin.offset());
    set(headers, LetterHeaders.JOB, run.job());
    set(headers, LetterHeaders.RUN, run.applicationId());
    if (!run.version().isEmpty()) {
      set(headers, LetterHeaders.VERSION, run.version());
    }
    set(headers, LetterHeaders.STEP, letter.step());
    set(headers, LetterHeaders.CAUSE, letter.cause());
    set(headers, LetterHeaders.ATTEMPTS, attempts.count());
    set(headers, LetterHeaders.FIRST_FAILURE, Instant.ofEpochMilli(attempts.firstMs()));
    set(headers, LetterHeaders.LAST_FAILURE, Instant.ofEpochMilli(attempts.lastMs()));
    letter
        .eventTime()
        .ifPresent(time -> set(headers, LetterHeaders.EVENT_TIME, Instant.ofEpochMilli(time)));
    set(headers, LetterHeaders.SOURCE_TIMESTAMP, origin.timestamp());
    schemaId(run, letter).ifPresent(id -> set(headers, LetterHeaders.SCHEMA_ID, id));
    return headers;
  }

  /** What was wrong may have been found far behind the bytes, where nobody knows of schemas. */
  private static OptionalInt schemaId(StageIdentity.Run run, DeadLetter letter) {
    byte[] value = letter.origin().value();
    if (letter.schemaId().isPresent()
        || value == null
        || !run.topicsWithSchemas().contains(letter.origin().topic())
        || WireFormat.headerDefect(value) != null) {
      return letter.schemaId();
    }
    return OptionalInt.of(WireFormat.schemaId(value));
  }

  static Headers late(String job, LateRecord late) {
    Origin origin = late.origin();
    Headers headers = copyOf(origin);
    set(headers, LetterHeaders.JOB, job);
    set(headers, LetterHeaders.STEP, late.window());
    set(headers, LetterHeaders.LATE_BY_MS, late.watermark() - late.eventTime());
    set(headers, LetterHeaders.EVENT_TIME, Instant.ofEpochMilli(late.eventTime()));
    set(headers, LetterHeaders.WATERMARK, Instant.ofEpochMilli(late.watermark()));
    set(headers, LetterHeaders.WINDOW_START, Instant.ofEpochMilli(late.windowStart()));
    set(headers, LetterHeaders.WINDOW_END, Instant.ofEpochMilli(late.windowEnd()));
    set(headers, LetterHeaders.SOURCE_TOPIC, origin.topic());
    set(headers, LetterHeaders.SOURCE_PARTITION, origin.partition());
    set(headers, LetterHeaders.SOURCE_OFFSET, origin.offset());
    set(headers, LetterHeaders.SOURCE_TIMESTAMP, origin.timestamp());
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

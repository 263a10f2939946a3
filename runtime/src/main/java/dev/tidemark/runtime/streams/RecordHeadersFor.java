package dev.tidemark.runtime.streams;

import dev.tidemark.runtime.base.DeadLetterHeaders;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
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

  /** Returns the headers of a record that is read. */
  static List<SourceRecord.Header> origin(Headers headers) {
    Header[] all = headers.toArray();
    if (all.length == 0) {
      return List.of();
    }
    SourceRecord.Header[] copied = new SourceRecord.Header[all.length];
    for (int i = 0; i < all.length; i++) {
      copied[i] = new SourceRecord.Header(all[i].key(), all[i].value());
    }
    return List.of(copied); // unmodifiable, so that an origin need not copy it again
  }

  static Headers deadLetter(StageIdentity.Run run, DeadLetter letter) {
    SourceRecord origin = letter.origin();
    Headers headers = copyOf(origin);
    DeadLetter.Attempts attempts = letter.attempts();
    String exception = letter.exceptionClass();
    set(headers, DeadLetterHeaders.EXCEPTION, exception == null ? letter.cause() : exception);
    set(headers, DeadLetterHeaders.MESSAGE, letter.message());
    if (letter.stackTrace() != null) {
      set(headers, DeadLetterHeaders.STACK_TRACE, letter.stackTrace());
    }
    set(headers, DeadLetterHeaders.TOPIC, origin.topic());
    set(headers, DeadLetterHeaders.PARTITION, origin.partition());
    set(headers, DeadLetterHeaders.OFFSET, origin.offset());
    set(headers, DeadLetterHeaders.JOB, run.job());
    set(headers, DeadLetterHeaders.RUN, run.applicationId());
    if (!run.version().isEmpty()) {
      set(headers, DeadLetterHeaders.VERSION, run.version());
    }
    set(headers, DeadLetterHeaders.STEP, letter.step());
    set(headers, DeadLetterHeaders.CAUSE, letter.cause());
    set(headers, DeadLetterHeaders.ATTEMPTS, attempts.count());
    set(headers, DeadLetterHeaders.FIRST_FAILURE, Instant.ofEpochMilli(attempts.firstMs()));
    set(headers, DeadLetterHeaders.LAST_FAILURE, Instant.ofEpochMilli(attempts.lastMs()));
    letter
        .eventTime()
        .ifPresent(time -> set(headers, DeadLetterHeaders.EVENT_TIME, Instant.ofEpochMilli(time)));
    set(headers, DeadLetterHeaders.SOURCE_TIMESTAMP, origin.timestamp());
    schemaId(run, letter).ifPresent(id -> set(headers, DeadLetterHeaders.SCHEMA_ID, id));
    return headers;
  }

  /**
   * Returns the id of the schema, if it is known: the failure may have been found far behind the
   * bytes, where the schema is not known.
   */
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
    SourceRecord origin = late.origin();
    Headers headers = copyOf(origin);
    set(headers, DeadLetterHeaders.JOB, job);
    set(headers, DeadLetterHeaders.STEP, late.window());
    set(headers, DeadLetterHeaders.LATE_BY_MS, late.watermark() - late.eventTime());
    set(headers, DeadLetterHeaders.EVENT_TIME, Instant.ofEpochMilli(late.eventTime()));
    set(headers, DeadLetterHeaders.WATERMARK, Instant.ofEpochMilli(late.watermark()));
    set(headers, DeadLetterHeaders.WINDOW_START, Instant.ofEpochMilli(late.windowStart()));
    set(headers, DeadLetterHeaders.WINDOW_END, Instant.ofEpochMilli(late.windowEnd()));
    set(headers, DeadLetterHeaders.SOURCE_TOPIC, origin.topic());
    set(headers, DeadLetterHeaders.SOURCE_PARTITION, origin.partition());
    set(headers, DeadLetterHeaders.SOURCE_OFFSET, origin.offset());
    set(headers, DeadLetterHeaders.SOURCE_TIMESTAMP, origin.timestamp());
    return headers;
  }

  private static Headers copyOf(SourceRecord origin) {
    Headers headers = new RecordHeaders();
    origin.headers().forEach(header -> headers.add(header.name(), header.value()));
    return headers;
  }

  private static void set(Headers headers, String name, Object value) {
    headers.remove(name);
    headers.add(name, value.toString().getBytes(StandardCharsets.UTF_8));
  }
}

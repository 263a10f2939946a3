package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.runtime.base.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter or late record as it lies in its topic. Others may write to the topic, too, so that
 * nothing is taken for granted: what is missing or not readable is empty.
 */
record StoredDeadLetter(DeadLetterKind kind, ConsumerRecord<byte[], byte[]> at) {

  String topic() {
    return at.topic();
  }

  int partition() {
    return at.partition();
  }

  long offset() {
    return at.offset();
  }

  /** {@code PARTITION/OFFSET}: its name among the resolutions. */
  String name() {
    return at.partition() + "/" + at.offset();
  }

  /** Returns the node of the plan that rejected it; empty text if unknown. */
  String step() {
    return text(DeadLetterHeaders.STEP).orElse("");
  }

  String cause() {
    return kind == DeadLetterKind.LATE ? "LATE" : text(DeadLetterHeaders.CAUSE).orElse("UNKNOWN");
  }

  /** The class of the exception; Kafka's header has the cause where there was none. */
  Optional<String> exception() {
    return text(DeadLetterHeaders.EXCEPTION).filter(name -> !name.equals(cause()));
  }

  String message() {
    if (kind == DeadLetterKind.LATE) {
      return "%s ms late for the window from %s to %s"
          .formatted(
              text(DeadLetterHeaders.LATE_BY_MS).orElse("?"),
              text(DeadLetterHeaders.WINDOW_START).orElse("?"),
              text(DeadLetterHeaders.WINDOW_END).orElse("?"));
    }
    return text(DeadLetterHeaders.MESSAGE).orElse("");
  }

  /** The record that it was. */
  Optional<SourcePlace> source() {
    boolean late = kind == DeadLetterKind.LATE;
    Optional<String> topic = text(late ? DeadLetterHeaders.SOURCE_TOPIC : DeadLetterHeaders.TOPIC);
    Optional<Long> partition =
        number(late ? DeadLetterHeaders.SOURCE_PARTITION : DeadLetterHeaders.PARTITION);
    Optional<Long> offset =
        number(late ? DeadLetterHeaders.SOURCE_OFFSET : DeadLetterHeaders.OFFSET);
    return topic.isEmpty() || partition.isEmpty() || offset.isEmpty()
        ? Optional.empty()
        : Optional.of(new SourcePlace(topic.get(), Math.toIntExact(partition.get()), offset.get()));
  }

  /** The timestamp that the record had in its source topic. */
  long sourceTimestamp() {
    return number(DeadLetterHeaders.SOURCE_TIMESTAMP).orElse(Math.max(0, at.timestamp()));
  }

  Optional<Instant> eventTime() {
    return instant(DeadLetterHeaders.EVENT_TIME);
  }

  /** Of a late record: the end of the last window that it was late for. */
  Optional<Instant> windowEnd() {
    return instant(DeadLetterHeaders.WINDOW_END);
  }

  Optional<Instant> firstFailedAt() {
    return instant(DeadLetterHeaders.FIRST_FAILURE);
  }

  /** Returns when it was rejected; the record's own time where that is unknown. */
  Instant failedAt() {
    return instant(DeadLetterHeaders.LAST_FAILURE)
        .orElseGet(() -> Instant.ofEpochMilli(Math.max(0, at.timestamp())));
  }

  int attempts() {
    return (int) Math.min(Integer.MAX_VALUE, number(DeadLetterHeaders.ATTEMPTS).orElse(1L));
  }

  /** Returns how often the record has been requeued. */
  int requeueAttempt() {
    return (int) Math.min(1_000_000, number(DeadLetterHeaders.REQUEUE_ATTEMPT).orElse(0L));
  }

  Optional<String> job() {
    return text(DeadLetterHeaders.JOB);
  }

  Optional<String> run() {
    return text(DeadLetterHeaders.RUN);
  }

  OptionalInt schemaId() {
    return number(DeadLetterHeaders.SCHEMA_ID).stream().mapToInt(Long::intValue).findFirst();
  }

  byte @Nullable [] key() {
    return at.key();
  }

  byte @Nullable [] value() {
    return at.value();
  }

  /** All headers as text; of those of one name the last. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : at.headers()) {
      headers.put(header.key(), text(header).orElse("null"));
    }
    return headers;
  }

  private Optional<Instant> instant(String name) {
    return text(name).flatMap(StoredDeadLetter::parsed);
  }

  private static Optional<Instant> parsed(String text) {
    try {
      return Optional.of(
          text.matches("-?\\d{1,18}")
              ? Instant.ofEpochMilli(Long.parseLong(text))
              : Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<Long> number(String name) {
    return text(name).filter(text -> text.matches("-?\\d{1,18}")).map(Long::valueOf);
  }

  private Optional<String> text(String name) {
    Header header = at.headers().lastHeader(name);
    return header == null ? Optional.empty() : text(header);
  }

  private static Optional<String> text(Header header) {
    return header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }
}

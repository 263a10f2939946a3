package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import dev.tidemark.records.ReadableBytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Dead letters in the form that people see. Belongs to one thread. */
final class DeadLetterViews {

  private final JobDeadLetters job;
  private final ReadableBytes readable;

  DeadLetterViews(JobDeadLetters job, ReadableBytes readable) {
    this.job = job;
    this.readable = readable;
  }

  /**
   * A letter.
   *
   * @param whole whether with value and headers
   */
  DeadLetterView of(
      StoredDeadLetter letter,
      DeadLetterState state,
      @Nullable Resolution resolution,
      boolean whole) {
    SourcePlace source = letter.source().orElse(null);
    ReadableBytes.Shown value = whole ? value(letter, source) : null;
    return new DeadLetterView(
        letter.topic(),
        letter.partition(),
        letter.offset(),
        state,
        letter.step(),
        letter.cause(),
        letter.exception().orElse(null),
        letter.message(),
        source == null || source.offset() < 0
            ? null
            : new DeadLetterView.Source(
                source.topic(),
                source.partition(),
                source.offset(),
                Instant.ofEpochMilli(letter.sourceTimestamp())),
        letter.eventTime().orElse(null),
        letter.firstFailedAt().orElse(null),
        letter.failedAt(),
        letter.attempts(),
        letter.requeueAttempt(),
        letter.run().orElse(null),
        letter.schemaId().isPresent() ? (Integer) letter.schemaId().getAsInt() : null,
        size(letter.key()),
        size(letter.value()),
        readable.of(letter.key(), null).json(),
        value == null ? null : value.json(),
        value == null ? null : value.form(),
        resolution == null ? null : resolution.view(),
        whole ? letter.headers() : null);
  }

  private ReadableBytes.Shown value(StoredDeadLetter letter, @Nullable SourcePlace source) {
    String declared = source == null ? null : job.valueTypes().get(source.topic());
    return readable.of(letter.value(), declared);
  }

  private static int size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}

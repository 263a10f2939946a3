package dev.tidemark.node.deadletters;

import dev.tidemark.runtime.base.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The record of a letter as it is written to its source topic again. */
final class RequeuedCopy {

  private RequeuedCopy() {}

  /**
   * Key, value, timestamp, partition and headers of the source record; what was said about its
   * failure is replaced by where it comes from.
   */
  static ProducerRecord<byte[], byte[]> of(
      StoredDeadLetter letter, RequeueDecision.Send decision, JobDeadLetters job) {
    Headers headers = new RecordHeaders();
    for (Header header : letter.at().headers()) {
      if (!header.key().startsWith(DeadLetterHeaders.KAFKA)
          && !header.key().startsWith(DeadLetterHeaders.OURS)) {
        headers.add(header);
      }
    }
    SourcePlace source = decision.source();
    set(headers, DeadLetterHeaders.REQUEUE_ATTEMPT, Integer.toString(letter.requeueAttempt() + 1));
    set(headers, DeadLetterHeaders.REQUEUE_OF, letter.topic() + "/" + letter.name());
    set(headers, DeadLetterHeaders.REQUEUE_JOB, job.job());
    letter.run().ifPresent(run -> set(headers, DeadLetterHeaders.REQUEUE_RUN, run));
    set(headers, DeadLetterHeaders.REQUEUE_SOURCE, source.text());
    if (decision.corrects()) {
      set(headers, DeadLetterHeaders.REQUEUE_CLOSED_WINDOW, DeadLetterHeaders.CORRECT);
    }
    return new ProducerRecord<>(
        source.topic(),
        source.partition(),
        Math.max(0, letter.sourceTimestamp()),
        letter.key(),
        letter.value(),
        headers);
  }

  private static void set(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}

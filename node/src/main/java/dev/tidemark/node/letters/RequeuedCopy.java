package dev.tidemark.node.letters;

import dev.tidemark.topology.runtime.LetterHeaders;
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
      Letter letter, RequeueDecision.Send decision, JobLetters job) {
    Headers headers = new RecordHeaders();
    for (Header header : letter.at().headers()) {
      if (!header.key().startsWith(LetterHeaders.KAFKA)
          && !header.key().startsWith(LetterHeaders.OURS)) {
        headers.add(header);
      }
    }
    SourcePlace source = decision.source();
    set(headers, LetterHeaders.REQUEUE_ATTEMPT, Integer.toString(letter.requeueAttempt() + 1));
    set(headers, LetterHeaders.REQUEUE_OF, letter.topic() + "/" + letter.name());
    set(headers, LetterHeaders.REQUEUE_JOB, job.job());
    letter.run().ifPresent(run -> set(headers, LetterHeaders.REQUEUE_RUN, run));
    set(headers, LetterHeaders.REQUEUE_SOURCE, source.text());
    if (decision.corrects()) {
      set(headers, LetterHeaders.REQUEUE_CLOSED_WINDOW, LetterHeaders.CORRECT);
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

package dev.tidemark.node.deadletters;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes what becomes of letters. Whoever opens one ends all others for the job: what they have not
 * committed by then never counts, and what they have is seen by who reads after opening.
 */
interface DeadLetterWriter extends AutoCloseable {

  /**
   * What becomes of one letter.
   *
   * @param copy its record, to be written again; null for none
   */
  record Settled(
      StoredDeadLetter letter,
      Resolution resolution,
      @Nullable ProducerRecord<byte[], byte[]> copy) {}

  /**
   * Writes all of it, or nothing.
   *
   * @throws Superseded when somebody else has opened one meanwhile; nothing was written then
   */
  void commit(List<Settled> batch);

  @Override
  void close();

  /** Somebody else writes now. */
  final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Superseded(Throwable cause) {
      super("somebody else decides about these letters", cause);
    }
  }
}

package dev.tidemark.node.deadletters;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the outcomes of dead letters. Opening a writer ends all others for the job: what they have
 * not committed by then never counts, and what they have is visible to a read after opening.
 */
interface DeadLetterWriter extends AutoCloseable {

  /**
   * The outcome of one dead letter.
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
   * @throws Superseded when another process has opened one meanwhile; nothing was written then
   */
  void commit(List<Settled> batch);

  @Override
  void close();

  /** Another process writes now. */
  final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Superseded(Throwable cause) {
      super("another process resolves these dead letters", cause);
    }
  }
}

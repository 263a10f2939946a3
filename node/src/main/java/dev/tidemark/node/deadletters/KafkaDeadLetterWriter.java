package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** One transaction for the copies and for what is noted about them. Belongs to one thread. */
final class KafkaDeadLetterWriter implements DeadLetterWriter {

  private final KafkaProducer<byte[], byte[]> producer;

  /** Takes over from the previous writer with the same transactional id. */
  KafkaDeadLetterWriter(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  @Override
  public void commit(List<Settled> batch) {
    try {
      producer.beginTransaction();
      Map<StoredDeadLetter, Future<RecordMetadata>> sent = new HashMap<>();
      for (Settled each : batch) {
        ProducerRecord<byte[], byte[]> copy = each.copy();
        if (copy != null) {
          sent.put(each.letter(), producer.send(copy));
        }
      }
      producer.flush();
      for (Settled each : batch) {
        note(each, sent.get(each.letter()));
      }
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new Superseded(e);
    } catch (KafkaException e) {
      throw understood(e);
    }
  }

  /** Closes the writer; the next one that opens aborts what is not committed. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private void note(DeadLetterWriter.Settled settled, @Nullable Future<RecordMetadata> copy) {
    Resolution resolution = settled.resolution();
    if (copy != null) {
      RecordMetadata written = metadata(copy);
      resolution =
          resolution.writtenTo(
              new SourcePlace(written.topic(), written.partition(), written.offset()).text());
    }
    producer.send(
        new ProducerRecord<>(
            Resolutions.topicOf(settled.letter().topic()),
            settled.letter().name().getBytes(StandardCharsets.UTF_8),
            resolution.json()));
  }

  private static RecordMetadata metadata(Future<RecordMetadata> sent) {
    try {
      return sent.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    }
  }

  /** After the first failure the producer only reports that there was one. */
  private static RuntimeException understood(KafkaException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return new Superseded(e);
      }
      if (cause instanceof AuthorizationException refused) {
        return refused;
      }
      if (cause instanceof RecordTooLargeException) {
        return ApiException.of(
            409,
            "record_too_large",
            "a record is larger than its source topic takes now: " + cause.getMessage(),
            "raise max.message.bytes of the topic, or discard the dead letter");
      }
    }
    return e;
  }
}

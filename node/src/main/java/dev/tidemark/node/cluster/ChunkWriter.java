package dev.tidemark.node.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Writes the chunks of one jar in one transaction: of an upload that fails half way the brokers
 * keep nothing, not even garbage.
 */
final class ChunkWriter {

  /** The size of the part of a jar in one record. */
  static final int CHUNK_BYTES = 512 << 10;

  private static final int TRANSACTION_MS = 300_000;
  private static final int IN_FLIGHT_MAX = 8;

  private final KafkaClients clients;
  private final TopicNames names;
  private final String node;

  ChunkWriter(KafkaClients clients, TopicNames names, String node) {
    this.clients = clients;
    this.names = names;
    this.node = node;
  }

  /**
   * Writes all chunks of a file.
   *
   * @return their offsets
   */
  synchronized List<Long> write(Path jar, String id, String upload) throws IOException {
    KafkaProducer<byte[], byte[]> producer =
        clients.producer("jars", Optional.of(names.chunksWriter(node)), TRANSACTION_MS);
    boolean committed = false;
    try (InputStream in = Files.newInputStream(jar)) {
      producer.initTransactions();
      producer.beginTransaction();
      List<Long> offsets = send(producer, in, id, upload);
      producer.commitTransaction();
      committed = true;
      return offsets;
    } finally {
      close(producer, committed);
    }
  }

  private List<Long> send(
      KafkaProducer<byte[], byte[]> producer, InputStream in, String id, String upload)
      throws IOException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    byte[] chunk = in.readNBytes(CHUNK_BYTES);
    for (int index = 0; chunk.length > 0; index++) {
      byte[] key = JarManifest.chunkKey(id, upload, index).getBytes(UTF_8);
      sent.add(producer.send(new ProducerRecord<>(names.chunks(), 0, key, chunk)));
      if (index >= IN_FLIGHT_MAX) {
        offset(sent.get(index - IN_FLIGHT_MAX));
      }
      chunk = in.readNBytes(CHUNK_BYTES);
    }
    List<Long> offsets = new ArrayList<>();
    for (Future<RecordMetadata> each : sent) {
      offsets.add(offset(each));
    }
    return offsets;
  }

  private static long offset(Future<RecordMetadata> sent) {
    try {
      return sent.get().offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    }
  }

  private static void close(KafkaProducer<byte[], byte[]> producer, boolean committed) {
    try {
      if (!committed) {
        producer.abortTransaction();
      }
    } catch (KafkaException | IllegalStateException e) {
      // the brokers abort it when its time is up
    } finally {
      producer.close(Duration.ofSeconds(2));
    }
  }
}

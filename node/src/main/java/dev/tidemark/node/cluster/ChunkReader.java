package dev.tidemark.node.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of one jar from where its manifest says that they are. Reads uncommitted
 * records: a manifest names committed chunks only, and another upload that is still open must not
 * hold this one back.
 */
final class ChunkReader {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CHUNK_PATIENCE = Duration.ofSeconds(15);

  private final KafkaClients clients;
  private final TopicPartition chunks;

  ChunkReader(KafkaClients clients, TopicNames names) {
    this.clients = clients;
    this.chunks = TopicNames.partition(names.chunks());
  }

  /**
   * Writes a jar's bytes.
   *
   * @throws IOException if a chunk is missing, or the bytes are not the jar's
   */
  void read(JarManifest manifest, OutputStream out) throws IOException {
    MessageDigest digest = JarCache.sha256();
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("jar-fetch", false)) {
      consumer.assign(List.of(chunks));
      Cursor cursor = new Cursor(consumer, manifest);
      for (int index = 0; index < manifest.chunks().size(); index++) {
        byte[] chunk = cursor.chunk(index);
        digest.update(chunk);
        out.write(chunk);
      }
    } catch (KafkaException e) {
      throw new IOException(
          "jar %s can't be fetched: %s".formatted(manifest.id(), KafkaClients.reason(e)), e);
    }
    String hash = JarCache.hex(digest);
    if (!hash.equals(manifest.id())) {
      throw new IOException(
          "jar %s is corrupt in topic %s: its chunks have SHA-256 %s; delete it and upload it again"
              .formatted(manifest.id(), chunks.topic(), hash));
    }
  }

  private final class Cursor {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final JarManifest manifest;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();
    private long next = -1;

    Cursor(KafkaConsumer<byte[], byte[]> consumer, JarManifest manifest) {
      this.consumer = consumer;
      this.manifest = manifest;
    }

    byte[] chunk(int index) throws IOException {
      long offset = manifest.chunks().get(index);
      if (next != offset) {
        consumer.seek(chunks, offset);
        fetched = Collections.emptyIterator();
      }
      next = offset + 1;
      ConsumerRecord<byte[], byte[]> read = record(index, offset);
      String key = read.key() == null ? "" : new String(read.key(), UTF_8);
      byte @Nullable [] value = read.value();
      if (read.offset() != offset || !key.equals(manifest.chunkKey(index)) || value == null) {
        throw missing(index, offset);
      }
      return value;
    }

    private ConsumerRecord<byte[], byte[]> record(int index, long offset) throws IOException {
      Deadline deadline = Deadline.in(CHUNK_PATIENCE);
      while (!fetched.hasNext()) {
        if (deadline.isOver()) {
          throw missing(index, offset);
        }
        fetched = consumer.poll(POLL).records(chunks).iterator();
      }
      return fetched.next();
    }

    private IOException missing(int index, long offset) {
      return new IOException(
          "chunk %d of jar %s is not at offset %d of topic %s; delete the jar and upload it again"
              .formatted(index, manifest.id(), offset, chunks.topic()));
    }
  }
}

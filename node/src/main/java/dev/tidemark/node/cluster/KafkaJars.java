package dev.tidemark.node.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.node.cluster.FencedWriter.Decision;
import dev.tidemark.node.jobs.Jars;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of the cluster: their manifests in memory, their bytes in Kafka, those that this node
 * needed in a cache. Thread-safe.
 */
public final class KafkaJars implements Jars {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaJars.class);
  private static final int BUFFER_BYTES = 64 << 10;

  private final TopicNames names;
  private final FencedWriter writer;
  private final ChunkWriter chunkWriter;
  private final ChunkReader chunkReader;
  private final JarCache cache;
  private final RecentWrites recent;
  private final Object fetching = new Object();
  private final Map<String, JarManifest> read = new HashMap<>(); // of the tail's thread
  private volatile Map<String, JarManifest> manifests = Map.of();

  KafkaJars(
      ClusterClients clients,
      TopicTail tail,
      FencedWriter writer,
      JarCache cache,
      RecentWrites recent) {
    this.names = clients.names();
    this.writer = writer;
    this.chunkWriter = new ChunkWriter(clients.kafka(), names, clients.node());
    this.chunkReader = new ChunkReader(clients.kafka(), names);
    this.cache = cache;
    this.recent = recent;
    tail.add(names.jars(), new Reader());
  }

  /**
   * A jar that was received and not yet kept.
   *
   * @param file deleted by {@link KafkaJars#put}
   */
  private record Received(Path file, String id, long bytes) {}

  /**
   * Keeps a jar. The same bytes again change nothing.
   *
   * @param body read to its end, at most as far as the limit
   * @param bytesMax of the jar
   * @param inspect returns its jobs, or throws; nothing is written to Kafka before
   * @throws ApiException 413 beyond the limit, 503 if Kafka does not take it, and what inspect
   *     throws
   */
  public JarView put(
      InputStream body, long bytesMax, String by, Function<Path, List<JarView.JarJob>> inspect)
      throws IOException {
    Path file = cache.incoming();
    try {
      Received received = receive(body, file, bytesMax);
      @Nullable JarManifest known = manifests.get(received.id());
      JarManifest kept = known == null ? upload(received, by, inspect.apply(file)) : known;
      cache.keep(file, kept.id());
      return view(kept);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** All jars, newest first. */
  public List<JarView> list() {
    return manifests.values().stream()
        .sorted((one, other) -> other.uploadedAt().compareTo(one.uploadedAt()))
        .map(KafkaJars::view)
        .toList();
  }

  /** A jar. */
  public Optional<JarView> find(String id) {
    return Optional.ofNullable(manifests.get(id)).map(KafkaJars::view);
  }

  /**
   * Forgets a jar.
   *
   * @param users the names of the jobs that run it, asked when no other node can change that
   * @throws ApiException 404 if there is no such jar, 409 while a job runs it
   */
  public void delete(String id, Supplier<? extends Collection<String>> users) {
    writer.write(
        () -> {
          JarManifest manifest = existing(id);
          Collection<String> names = users.get();
          if (!names.isEmpty()) {
            throw ApiException.of(
                409,
                "jar_in_use",
                "jar %s is run by %s".formatted(id, String.join(", ", names)),
                "delete these jobs, or upgrade them to another jar");
          }
          return new Decision<>(tombstones(manifest), id);
        });
    forgetUnknown();
  }

  @Override
  public Path file(String id) throws IOException {
    synchronized (fetching) {
      Optional<Path> cached = cache.find(id);
      if (cached.isPresent()) {
        return cached.get();
      }
      @Nullable JarManifest manifest = manifests.get(id);
      if (manifest == null) {
        throw new IOException("there is no jar " + id + "; upload it again");
      }
      Path incoming = cache.incoming();
      try {
        try (OutputStream out = Files.newOutputStream(incoming)) {
          chunkReader.read(manifest, out);
        }
        LOG.info("jar={} bytes={} fetched", id, manifest.bytes());
        return cache.keep(incoming, id);
      } finally {
        Files.deleteIfExists(incoming);
      }
    }
  }

  /** Removes cached jars that the cluster has forgotten. */
  public void forgetUnknown() {
    try {
      cache.retain(manifests.keySet());
    } catch (IOException e) {
      LOG.warn("the cache of jars can't be cleaned: {}", e.getMessage());
    }
  }

  private static Received receive(InputStream body, Path file, long bytesMax) throws IOException {
    MessageDigest digest = JarCache.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        bytes += count;
        if (bytes > bytesMax) {
          throw ApiException.of(
              413,
              "jar_too_large",
              "the jar is larger than %,d bytes".formatted(bytesMax),
              "leave out what the node has anyway (Kafka, RocksDB), or raise limit.jar.bytes");
        }
        digest.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    }
    if (bytes == 0) {
      throw ApiException.of(
          400, "empty_jar", "the body is empty", "send the jar's bytes: curl -T job.jar URL");
    }
    return new Received(file, JarCache.hex(digest), bytes);
  }

  private JarManifest upload(Received received, String by, List<JarView.JarJob> jobs)
      throws IOException {
    String upload = UUID.randomUUID().toString().substring(0, 8);
    List<Long> offsets;
    try {
      offsets = chunkWriter.write(received.file(), received.id(), upload);
    } catch (TransactionalIdAuthorizationException e) {
      throw ApiException.of(
          503,
          "kafka_refuses",
          "the node's principal may not write transactions of " + names.cluster() + "-*",
          Acls.transactionsRemedy(names.cluster()));
    } catch (KafkaException e) {
      throw ApiException.of(
          503,
          "kafka_unavailable",
          "the jar can't be written now; it waits for Kafka: " + KafkaClients.reason(e),
          "upload it again; if it stays so, see whether the brokers are up and reachable");
    }
    JarManifest manifest =
        new JarManifest(received.id(), received.bytes(), by, Instant.now(), jobs, upload, offsets);
    return publish(manifest);
  }

  /** Publishes a manifest. If two clients upload the same bytes at once, the first upload stays. */
  private JarManifest publish(JarManifest manifest) {
    return writer.write(
        () -> {
          @Nullable JarManifest first = manifests.get(manifest.id());
          if (first == null) {
            return new Decision<>(List.of(encoded(manifest)), manifest);
          }
          return first.upload().equals(manifest.upload())
              ? new Decision<>(List.of(), first)
              : new Decision<>(chunkTombstones(manifest), first);
        });
  }

  private JarManifest existing(String id) {
    @Nullable JarManifest manifest = manifests.get(id);
    if (manifest == null) {
      throw ApiException.of(
          404, "jar_not_found", "there is no jar " + id, "see all jars: tidemark jars");
    }
    return manifest;
  }

  private List<ProducerRecord<byte[], byte[]>> tombstones(JarManifest manifest) {
    List<ProducerRecord<byte[], byte[]>> tombstones = chunkTombstones(manifest);
    // last, since it is what the writer waits to read back
    tombstones.add(new ProducerRecord<>(names.jars(), 0, manifest.id().getBytes(UTF_8), null));
    return tombstones;
  }

  private List<ProducerRecord<byte[], byte[]>> chunkTombstones(JarManifest manifest) {
    List<ProducerRecord<byte[], byte[]>> tombstones = new ArrayList<>();
    for (int index = 0; index < manifest.chunks().size(); index++) {
      byte[] key = manifest.chunkKey(index).getBytes(UTF_8);
      tombstones.add(new ProducerRecord<>(names.chunks(), 0, key, null));
    }
    return tombstones;
  }

  private ProducerRecord<byte[], byte[]> encoded(JarManifest manifest) {
    try {
      return new ProducerRecord<>(
          names.jars(),
          0,
          manifest.id().getBytes(UTF_8),
          Json.mapper().writeValueAsBytes(manifest));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest can't be written", e);
    }
  }

  private static JarView view(JarManifest manifest) {
    return new JarView(
        manifest.id(),
        manifest.bytes(),
        manifest.uploadedBy(),
        manifest.uploadedAt(),
        manifest.jobs(),
        List.of());
  }

  private final class Reader implements TopicTail.Applier {
    @Override
    public void apply(ConsumerRecord<byte[], byte[]> each) {
      recent.take(each);
      String id = new String(each.key(), UTF_8);
      if (each.value() == null) {
        read.remove(id);
        return;
      }
      try {
        read.put(id, manifest(id, each.value()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void applied() {
      manifests = Map.copyOf(read);
    }

    private static JarManifest manifest(String id, byte[] json) throws IOException {
      @Nullable JarManifest manifest = Json.mapper().readValue(json, JarManifest.class);
      if (manifest == null || !id.equals(manifest.id())) {
        throw new IOException("no manifest of jar " + id);
      }
      return manifest;
    }
  }
}

package dev.tidemark.node.cluster;

import dev.tidemark.client.api.cluster.JarView;
import java.time.Instant;
import java.util.List;

/**
 * The entry of a jar in the jars topic.
 *
 * @param id the SHA-256 of its bytes
 * @param upload distinguishes the chunks of this upload from those of another of the same bytes,
 *     which may have been interrupted or deleted
 * @param chunks where its chunks are in the chunks topic, in their order
 */
record JarManifest(
    String id,
    long bytes,
    String uploadedBy,
    Instant uploadedAt,
    List<JarView.JarJob> jobs,
    String upload,
    List<Long> chunks) {

  JarManifest {
    jobs = List.copyOf(jobs);
    chunks = List.copyOf(chunks);
  }

  /** The key of a chunk. */
  String chunkKey(int index) {
    return chunkKey(id, upload, index);
  }

  static String chunkKey(String id, String upload, int index) {
    return "%s/%s/%05d".formatted(id, upload, index);
  }
}

package dev.tidemark.node.jobs;

import java.io.IOException;
import java.nio.file.Path;

/** Uploaded jars as files. */
public interface Jars {
  /**
   * The file of a jar, verified by its SHA-256; fetched from Kafka if it is not in the cache.
   * Blocks.
   *
   * @param id 64 hexadecimal digits
   * @throws IOException if there is no such jar, or it can't be fetched
   */
  Path file(String id) throws IOException;
}

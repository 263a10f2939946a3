package dev.tidemark.client.api.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded jar.
 *
 * @param id the SHA-256 of its bytes, 64 hexadecimal digits
 * @param jobs the jobs that it names
 * @param usedBy the names of the jobs in the cluster that run it
 */
public record JarView(
    String id,
    long bytes,
    String uploadedBy,
    Instant uploadedAt,
    List<JarJob> jobs,
    List<String> usedBy) {
  /**
   * A job in a jar.
   *
   * @param jobClass its full name
   * @param name the job's own name; null where only planning can tell
   */
  public record JarJob(@JsonProperty("class") String jobClass, @Nullable String name) {}
}

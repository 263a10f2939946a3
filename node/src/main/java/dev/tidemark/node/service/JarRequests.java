package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.node.cluster.KafkaJars;
import dev.tidemark.node.jobs.JobRegistry;
import dev.tidemark.node.jobs.JobRequests;
import dev.tidemark.node.jobs.Planning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Requests about jars, with the jobs that run them. */
final class JarRequests {

  private final KafkaJars jars;
  private final JobRegistry jobRegistry;
  private final Planning planning;
  private final long bytesMax;

  JarRequests(KafkaJars jars, JobRegistry jobRegistry, Planning planning, long bytesMax) {
    this.jars = jars;
    this.jobRegistry = jobRegistry;
    this.planning = planning;
    this.bytesMax = bytesMax;
  }

  JarView put(InputStream body, Principal by) throws IOException {
    JarView kept = jars.put(body, bytesMax, by.name(), planning::inspect);
    Audit.jar("upload", kept.id(), by);
    return withUsers(kept);
  }

  List<JarView> list() {
    return jars.list().stream().map(this::withUsers).toList();
  }

  JarView get(String id) {
    return jars.find(JobRequests.jar(id)).map(this::withUsers).orElseThrow(() -> notFound(id));
  }

  void delete(String id, Principal by) {
    jars.delete(JobRequests.jar(id), () -> users(id));
    Audit.jar("delete", id, by);
  }

  /** Returns the file of a jar, for planning. */
  Path file(String id) {
    get(id);
    try {
      return jars.file(id);
    } catch (IOException e) {
      throw ApiException.of(
          503,
          "jar_unavailable",
          String.valueOf(e.getMessage()),
          "try again; if it stays so, upload the jar again");
    }
  }

  /** Throws unless the jar exists. */
  void require(String id) {
    if (jars.find(id).isEmpty()) {
      throw notFound(id);
    }
  }

  private JarView withUsers(JarView jar) {
    return new JarView(
        jar.id(), jar.bytes(), jar.uploadedBy(), jar.uploadedAt(), jar.jobs(), users(jar.id()));
  }

  private List<String> users(String id) {
    return jobRegistry.jobs().values().stream()
        .filter(spec -> spec.jar().equals(id))
        .map(JobSpec::name)
        .sorted()
        .toList();
  }

  private static ApiException notFound(String id) {
    return ApiException.of(
        404, "jar_not_found", "there is no jar " + id, "upload it, or see all: tidemark jars");
  }
}

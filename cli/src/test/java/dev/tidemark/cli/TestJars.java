package dev.tidemark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs jobs of tests into jars. */
final class TestJars {
  private TestJars() {}

  /** A jar of one class that is a job. */
  static Path of(Class<?> job, Path folder) throws IOException {
    Path jar = folder.resolve(job.getSimpleName() + ".jar");
    Map<String, byte[]> entries =
        Map.of(
            job.getName().replace('.', '/') + ".class",
            bytesOf(job),
            "META-INF/services/dev.tidemark.topology.dsl.StreamJob",
            job.getName().getBytes(StandardCharsets.UTF_8));
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new JarEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return jar;
  }

  private static byte[] bytesOf(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}

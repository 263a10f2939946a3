package dev.tidemark.node.supervisor;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.jar.JobJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs jobs as their authors would. */
public final class SampleJars {
  private SampleJars() {}

  /** A jar with one class, which it names as its job. */
  public static Path of(Class<? extends StreamJob> job, Path folder) throws IOException {
    Path jar = folder.resolve(job.getSimpleName() + ".jar");
    String file = job.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream bytes = SampleJars.class.getResourceAsStream("/" + file)) {
      out.putNextEntry(new JarEntry(file));
      Objects.requireNonNull(bytes, file).transferTo(out);
      out.closeEntry();
      out.putNextEntry(new JarEntry(JobJar.SERVICE_FILE));
      out.write((job.getName() + "\n").getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return jar;
  }
}

package dev.tidemark.tests;

import dev.tidemark.topology.dsl.StreamJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs jobs of the tests as their authors would. */
final class JobJars {

  private JobJars() {}

  /** The jar of a job that needs no class but the one it is declared in. */
  static Path of(Class<? extends StreamJob> job, Path folder) {
    Path jar = folder.resolve(job.getSimpleName() + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      addClass(out, job);
      Class<?> outer = job.getDeclaringClass();
      if (outer != null) {
        addClass(out, outer);
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + StreamJob.class.getName()));
      out.write(Text.bytes(job.getName() + "\n"));
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException("the jar of " + job + " can't be written", e);
    }
    return jar;
  }

  private static void addClass(JarOutputStream out, Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    out.putNextEntry(new JarEntry(file));
    try (InputStream bytes = JobJars.class.getResourceAsStream("/" + file)) {
      Objects.requireNonNull(bytes, file).transferTo(out);
    }
    out.closeEntry();
  }
}

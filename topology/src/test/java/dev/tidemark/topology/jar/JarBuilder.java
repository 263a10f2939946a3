package dev.tidemark.topology.jar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Makes jars of classes that are on the class path of the tests. */
final class JarBuilder {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  JarBuilder withClass(Class<?> type) {
    return withClass(type, UnaryOperator.identity());
  }

  JarBuilder withClass(Class<?> type, UnaryOperator<byte[]> change) {
    return withEntry(fileOf(type), change.apply(bytesOf(type)));
  }

  JarBuilder withEntry(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  JarBuilder withJobs(String... lines) {
    return withEntry(
        JobJar.SERVICE_FILE, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  JarBuilder withJob(Class<?> type) {
    return withClass(type).withJobs(type.getName());
  }

  Path write(Path jar) {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new JarEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fileOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] bytesOf(Class<?> type) {
    try (InputStream in = type.getResourceAsStream("/" + fileOf(type))) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

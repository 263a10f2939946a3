package dev.tidemark.tests.base;

import dev.tidemark.topology.dsl.StreamJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packs jobs of the tests as their authors would. */
public final class JobJars {

  private JobJars() {}

  /**
   * The jar of a job.
   *
   * @param needed classes that it needs beside the one that it is declared in, with all that is
   *     declared in them
   */
  public static Path of(Class<? extends StreamJob> job, Path folder, Class<?>... needed) {
    Path jar = folder.resolve(job.getSimpleName() + ".jar");
    Set<Class<?>> types = new TreeSet<>(Comparator.comparing(Class::getName));
    types.add(job.getNestHost());
    types.addAll(List.of(needed));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : types) {
        addClasses(out, type);
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + StreamJob.class.getName()));
      out.write(Text.bytes(job.getName() + "\n"));
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException("the jar of " + job + " can't be written", e);
    }
    return jar;
  }

  private static void addClasses(JarOutputStream out, Class<?> type) throws IOException {
    Path source = source(type);
    if (Files.isDirectory(source)) {
      addClasses(out, type, source);
      return;
    }
    try (FileSystem zip = FileSystems.newFileSystem(source)) {
      addClasses(out, type, zip.getPath("/"));
    }
  }

  private static void addClasses(JarOutputStream out, Class<?> type, Path root) throws IOException {
    String folder = type.getPackageName().replace('.', '/');
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      for (Path file : files.filter(path -> isOf(type, path)).sorted().toList()) {
        out.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  private static boolean isOf(Class<?> type, Path file) {
    String name = file.getFileName().toString();
    return name.equals(type.getSimpleName() + ".class")
        || name.startsWith(type.getSimpleName() + "$");
  }

  private static Path source(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the classes of " + type + " have no file", e);
    }
  }
}

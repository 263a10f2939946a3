package dev.tidemark.archive;

import dev.tidemark.runtime.run.WarmUp;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archive of loaded classes (JEP 350, dynamic class-data sharing) for the JVMs that tests start:
 * nodes, planners and workers spend most of their CPU time on loading the same classes. The archive
 * is made on first use by a run of {@link WarmUp}, and kept in the module's {@code target} folder
 * until a jar of the class path changes. A JVM that can't use it starts without it.
 */
public final class ClassArchive {
  private static final String WORKER_OPTIONS = "tidemark.worker.jvm.options";
  private static final long MAKE_SECONDS_MAX = 120;

  private static List<String> options = List.of();
  private static String classPath = "";

  private ClassArchive() {}

  /**
   * Adds the archive to the JVM options of the workers and planners that this JVM starts.
   *
   * @param path the class path of those JVMs
   */
  public static synchronized void installForWorkers(String path) {
    String before = System.getProperty(WORKER_OPTIONS, "");
    if (!before.contains("-XX:SharedArchiveFile")) {
      System.setProperty(WORKER_OPTIONS, (before + " " + String.join(" ", options(path))).strip());
    }
  }

  /**
   * Returns the JVM options that use the archive; none if it can't be made.
   *
   * @param path the class path of the JVM to start, as {@link #jarsFirst} orders it
   */
  public static synchronized List<String> options(String path) {
    if (!path.equals(classPath)) {
      classPath = path;
      options = made(path);
    }
    return options;
  }

  /** Returns the class path with its jars before its folders, which an archive can't hold. */
  public static String jarsFirst(String path) {
    List<String> entries = List.of(path.split(File.pathSeparator));
    return String.join(
        File.pathSeparator,
        Stream.concat(
                entries.stream().filter(ClassArchive::isJar),
                entries.stream().filter(entry -> !isJar(entry)))
            .toList());
  }

  private static String jars(String path) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(ClassArchive::isJar)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isJar(String entry) {
    return entry.endsWith(".jar");
  }

  private static List<String> made(String path) {
    try {
      Path folder = Files.createDirectories(Path.of("target").toAbsolutePath());
      Path archive = folder.resolve("classes-%x.jsa".formatted(key(path)));
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve("classes.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = lock.lock()) {
        if (!Files.exists(archive)) {
          make(path, archive);
        }
      }
      return Files.exists(archive)
          ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("the archive of classes can't be made", e);
    }
  }

  /** A number that changes with the Java version, the class path and each of its jars. */
  private static long key(String path) throws IOException {
    long key = Runtime.version().toString().hashCode();
    for (String entry : path.split(File.pathSeparator)) {
      Path file = Path.of(entry);
      key = key * 31 + entry.hashCode();
      if (isJar(entry) && Files.exists(file)) {
        key = key * 31 + Files.size(file);
        key = key * 31 + Files.getLastModifiedTime(file).toMillis();
      }
    }
    return key;
  }

  private static void make(String path, Path archive) throws IOException {
    Path made = archive.resolveSibling(archive.getFileName() + ".new");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:cds=off"));
    command.addAll(List.of("-Xlog:cds+dynamic=off", "-XX:ArchiveClassesAtExit=" + made));
    command.addAll(List.of("-cp", jars(path), WarmUp.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(archive.resolveSibling("classes.log").toFile())
            .start();
    try {
      if (process.waitFor(MAKE_SECONDS_MAX, TimeUnit.SECONDS) && Files.exists(made)) {
        deleteOlder(Path.of("target"));
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Deletes those of earlier jars: each has some 40 MB. A JVM that has one open keeps it. */
  private static void deleteOlder(Path folder) throws IOException {
    try (DirectoryStream<Path> older = Files.newDirectoryStream(folder, "classes-*.jsa")) {
      for (Path archive : older) {
        Files.delete(archive);
      }
    }
  }
}

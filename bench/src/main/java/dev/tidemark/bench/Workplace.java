package dev.tidemark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder and the JVMs that work in it. Closing it, or the end of this JVM, stops those
 * and deletes the folder. Thread-safe.
 */
final class Workplace implements AutoCloseable {
  private final Path folder;
  private final Deque<ChildJvm> children = new ArrayDeque<>();
  private final Thread exitHook = new Thread(this::release, "workplace-exit");
  private boolean released;

  private Workplace(Path folder) {
    this.folder = folder;
  }

  static Workplace open() {
    try {
      Workplace workplace = new Workplace(Files.createTempDirectory("tidemark-bench-"));
      Runtime.getRuntime().addShutdownHook(workplace.exitHook);
      return workplace;
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  /** A folder below, by name; not created. */
  Path folder(String name) {
    return folder.resolve(name);
  }

  /** Starts a JVM that lives no longer than the workplace. */
  synchronized ChildJvm start(
      String name, List<String> jvmOptions, Class<?> main, List<String> args) {
    if (released) {
      throw new IllegalStateException("this process is about to end");
    }
    ChildJvm child = ChildJvm.start(name, folder, jvmOptions, main, args);
    children.push(child);
    return child;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(exitHook);
    } catch (IllegalStateException e) {
      return; // This JVM is ending; the hook is at it.
    }
    release();
  }

  private synchronized void release() {
    released = true;
    children.forEach(ChildJvm::close);
    children.clear();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " can't be deleted: " + e.getMessage(), e);
    }
  }
}

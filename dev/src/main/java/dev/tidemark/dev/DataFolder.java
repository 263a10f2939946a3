package dev.tidemark.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a broker writes to: the user's own, locked against a second process, or a
 * temporary one.
 */
final class DataFolder implements AutoCloseable {
  private static final int DELETE_ATTEMPTS_MAX = 3;

  private final Path path;
  private final boolean temporary;
  private final FileChannel lockFile;

  private DataFolder(Path path, boolean temporary, FileChannel lockFile) {
    this.path = path;
    this.temporary = temporary;
    this.lockFile = lockFile;
  }

  /**
   * Opens and locks the folder.
   *
   * @param chosen the folder to keep, created where missing; empty for a temporary one, deleted on
   *     close
   * @throws StartException if it can't be written, or another process uses it
   */
  static DataFolder open(Optional<Path> chosen) {
    Path path = chosen.map(DataFolder::create).orElseGet(DataFolder::createTemporary);
    boolean temporary = chosen.isEmpty();
    try {
      return new DataFolder(path, temporary, lock(path));
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
    if (temporary) {
      delete(path);
    }
  }

  private static Path create(Path chosen) {
    try {
      return Files.createDirectories(chosen.toAbsolutePath());
    } catch (IOException e) {
      throw unusable(chosen, e);
    }
  }

  private static Path createTemporary() {
    try {
      return Files.createTempDirectory("tidemark-dev-" + ProcessHandle.current().pid() + "-");
    } catch (IOException e) {
      throw new StartException("cannot create a temporary folder: " + e, e);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve("tidemark.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) != null) {
        return channel;
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new StartException(
        "data folder %s is in use by another broker; stop that one, or choose another with --data-dir"
            .formatted(path));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very JVM
    }
  }

  /**
   * Deletes the folder with everything in it. A file that a late thread adds meanwhile gets a
   * further attempt.
   */
  static void delete(Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.walkFileTree(folder, new Deleter());
        return;
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        if (attempt == DELETE_ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  private static StartException unusable(Path path, IOException cause) {
    return new StartException(
        "cannot use data folder %s: %s; choose a folder that can be written with --data-dir"
            .formatted(path, cause),
        cause);
  }

  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}

package dev.tidemark.node.supervisor;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A log of bounded size: one file that grows, and the two before it ({@code .1}, {@code .2}). Not
 * thread-safe.
 */
final class LogFiles implements AutoCloseable {
  /** The number of files. */
  static final int FILES = 3;

  private static final int BUFFER_BYTES = 64 << 10;

  private final Path path;
  private final long fileBytesMax;
  private @Nullable OutputStream out;
  private long bytes;

  LogFiles(Path path, long fileBytesMax) {
    this.path = path;
    this.fileBytesMax = fileBytesMax;
  }

  void write(byte[] line) throws IOException {
    OutputStream open = out == null ? open() : out;
    if (bytes > 0 && bytes + line.length > fileBytesMax) {
      close();
      rotate();
      open = open();
    }
    open.write(line);
    bytes += line.length;
  }

  void flush() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  /** Returns the files, newest first, whether they exist or not. */
  List<Path> newestFirst() {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      files.add(file(i));
    }
    return files;
  }

  void remove() throws IOException {
    close();
    for (Path file : newestFirst()) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() throws IOException {
    OutputStream open = out;
    out = null;
    bytes = 0;
    if (open != null) {
      open.close();
    }
  }

  private OutputStream open() throws IOException {
    Folders.create(Objects.requireNonNull(path.toAbsolutePath().getParent()));
    OutputStream opened =
        new BufferedOutputStream(
            Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            BUFFER_BYTES);
    out = opened;
    bytes = Files.size(path);
    return opened;
  }

  private void rotate() throws IOException {
    for (int i = FILES - 1; i > 0; i--) {
      try {
        Files.move(file(i - 1), file(i), StandardCopyOption.REPLACE_EXISTING);
      } catch (NoSuchFileException e) {
        continue; // not that many yet
      }
    }
  }

  private Path file(int age) {
    return age == 0 ? path : path.resolveSibling(path.getFileName() + "." + age);
  }
}

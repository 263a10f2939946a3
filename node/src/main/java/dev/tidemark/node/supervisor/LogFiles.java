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
  /** How many there are. */
  static final int FILES = 3;

  private final Path path;
  private final long fileBytesMax;
  private @Nullable OutputStream out;
  private long bytes;

  LogFiles(Path path, long fileBytesMax) {
    this.path = path;
    this.fileBytesMax = fileBytesMax;
  }

  void write(byte[] line) throws IOException {
    if (out != null && bytes + line.length > fileBytesMax) {
      close();
      rotate();
    }
    if (out == null) {
      Folders.create(Objects.requireNonNull(path.toAbsolutePath().getParent()));
      out =
          new BufferedOutputStream(
              Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              64 << 10);
      bytes = Files.size(path);
    }
    out.write(line);
    bytes += line.length;
  }

  void flush() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  /** The files, newest first, whether they exist or not. */
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

package dev.tidemark.node.supervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the end of a log backwards, as far as needed. The files are those that existed when it was
 * opened, even if they have been renamed since.
 */
final class LogTail implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 << 10;
  private static final long TEXT_BYTES_MAX = 8 << 20;

  private final List<FileChannel> files;
  private final long newestBytes;

  private LogTail(List<FileChannel> files, long newestBytes) {
    this.files = files;
    this.newestBytes = newestBytes;
  }

  /** A line and its time. */
  record Entry(Instant at, String text) {
    static Optional<Entry> parse(String line) {
      int space = line.indexOf(' ');
      if (space < 0) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Entry(Instant.parse(line.substring(0, space)), line.substring(space + 1)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    String line() {
      return at + " " + text + "\n";
    }
  }

  static LogTail open(List<Path> newestFirst) throws IOException {
    List<FileChannel> files = new ArrayList<>();
    for (Path path : newestFirst) {
      try {
        files.add(FileChannel.open(path, StandardOpenOption.READ));
      } catch (NoSuchFileException e) {
        continue;
      } catch (IOException e) {
        closeAll(files);
        throw e;
      }
    }
    return new LogTail(files, files.isEmpty() ? 0 : files.get(0).size());
  }

  /**
   * Returns the newest lines, oldest first, up to some MiB.
   *
   * @param since nothing older; null for any
   */
  List<Entry> read(int count, @Nullable Instant since) throws IOException {
    Deque<Entry> found = new ArrayDeque<>();
    long room = TEXT_BYTES_MAX;
    for (int i = 0; i < files.size() && found.size() < count; i++) {
      Backwards lines = new Backwards(files.get(i), i == 0 ? newestBytes : files.get(i).size());
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        Optional<Entry> entry = Entry.parse(line.get());
        room -= line.get().length();
        if (found.size() == count
            || room < 0
            || entry.filter(e -> isBefore(e, since)).isPresent()) {
          return List.copyOf(found);
        }
        entry.ifPresent(found::addFirst);
      }
    }
    return List.copyOf(found);
  }

  @Override
  public void close() throws IOException {
    closeAll(files);
  }

  private static boolean isBefore(Entry entry, @Nullable Instant since) {
    return since != null && entry.at().isBefore(since);
  }

  private static void closeAll(List<FileChannel> files) throws IOException {
    for (FileChannel file : files) {
      file.close();
    }
  }

  /** The lines of one file from its end to its begin. */
  private static final class Backwards {
    private final FileChannel file;
    private long position;
    private byte[] chunk = new byte[0];
    private int left;

    Backwards(FileChannel file, long end) {
      this.file = file;
      this.position = end;
    }

    /** Returns the line before the one that was read last. */
    Optional<String> next() throws IOException {
      if (left == 0 && !readMore()) {
        return Optional.empty();
      }
      int end = left;
      if (chunk[end - 1] == '\n') {
        end--;
      }
      int begin = lineBegin(end);
      while (begin < 0) {
        int before = left;
        if (!readMore()) {
          begin = 0;
          break;
        }
        end += left - before;
        begin = lineBegin(end);
      }
      left = begin;
      return Optional.of(new String(chunk, begin, end - begin, StandardCharsets.UTF_8));
    }

    private int lineBegin(int end) {
      for (int i = end - 1; i >= 0; i--) {
        if (chunk[i] == '\n') {
          return i + 1;
        }
      }
      return -1;
    }

    /** Reads the preceding chunk and puts it in front of the rest of this one. */
    private boolean readMore() throws IOException {
      int size = (int) Math.min(CHUNK_BYTES, position);
      if (size == 0) {
        return false;
      }
      ByteBuffer buffer = ByteBuffer.allocate(size + left);
      buffer.limit(size);
      while (buffer.hasRemaining() && file.read(buffer, position - size + buffer.position()) >= 0) {
        continue;
      }
      System.arraycopy(chunk, 0, buffer.array(), size, left);
      position -= size;
      chunk = buffer.array();
      left += size;
      return true;
    }
  }
}

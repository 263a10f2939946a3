package dev.tidemark.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * JSON values, one a line, through a pipe whose other end is not trusted: no line is kept longer
 * than {@link #BYTES_MAX}.
 */
public final class JsonLines {
  /** The longest line, in bytes: 1 MiB. */
  public static final int BYTES_MAX = 1 << 20;

  private JsonLines() {}

  /** Returns a value as a line, with its end. */
  public static byte[] line(Object value) {
    try {
      byte[] json = Json.mapper().writeValueAsBytes(value);
      byte[] line = Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of a " + value.getClass(), e);
    }
  }

  /** Reads lines. Not thread-safe. */
  public static final class Reader {
    private static final int KEPT_BYTES = 16 << 10;

    private final InputStream in;
    private final byte[] chunk = new byte[8 << 10];
    private byte[] kept = new byte[KEPT_BYTES];
    private int keptBytes;
    private int next;
    private int end;

    /** Reads from a stream. */
    public Reader(InputStream in) {
      this.in = in;
    }

    /**
     * Returns the next line.
     *
     * @return empty at the end of the stream
     */
    public Optional<Line> line() throws IOException {
      keptBytes = 0;
      if (kept.length > KEPT_BYTES) {
        kept = new byte[KEPT_BYTES]; // one long line must not occupy memory permanently
      }
      boolean tooLong = false;
      while (true) {
        if (next == end) {
          end = in.read(chunk);
          next = 0;
          if (end < 0) {
            end = 0;
            return Optional.empty(); // a last line without a line end was cut off
          }
        }
        int begin = next;
        while (next < end && chunk[next] != '\n') {
          next++;
        }
        tooLong |= !keep(begin, next - begin);
        if (next < end) {
          next++;
          return Optional.of(tooLong ? new Line("", true) : new Line(text(), false));
        }
      }
    }

    private boolean keep(int begin, int length) {
      if (keptBytes + length > BYTES_MAX) {
        return false;
      }
      if (keptBytes + length > kept.length) {
        kept = Arrays.copyOf(kept, Math.max(keptBytes + length, 2 * kept.length));
      }
      System.arraycopy(chunk, begin, kept, keptBytes, length);
      keptBytes += length;
      return true;
    }

    private String text() {
      return new String(kept, 0, keptBytes, StandardCharsets.UTF_8);
    }
  }

  /**
   * A line that was read.
   *
   * @param text empty if it is too long
   */
  public record Line(String text, boolean tooLong) {
    /**
     * Returns the value of the line.
     *
     * @return empty if it is something else
     */
    public <T> Optional<T> as(Class<T> type) {
      if (tooLong) {
        return Optional.empty();
      }
      try {
        return Optional.ofNullable(Json.mapper().readValue(text, type));
      } catch (JsonProcessingException e) {
        return Optional.empty();
      }
    }
  }

  /** Writes lines. Thread-safe. */
  public static final class Writer {
    private final OutputStream out;

    /** Writes to a stream. */
    public Writer(OutputStream out) {
      this.out = out;
    }

    /**
     * Writes a value.
     *
     * @return false if its line would be too long; nothing is written then
     */
    public boolean write(Object value) throws IOException {
      byte[] line = line(value);
      if (line.length > BYTES_MAX) {
        return false;
      }
      synchronized (this) {
        out.write(line);
        out.flush();
      }
      return true;
    }
  }
}

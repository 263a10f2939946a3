package dev.tidemark.node.supervisor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Splits a stream of bytes into lines of bounded length. Not thread-safe. */
final class LineSplitter {
  /** The longest line, in bytes; longer lines are cut. */
  static final int BYTES_MAX = 16 << 10;

  private final Lines lines;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
  private long cut;

  /** The receiver of the lines. */
  interface Lines {
    /** Returns whether the next line will be taken; if not, it is counted and dropped. */
    boolean wants();

    void line(String text);

    void dropped(long bytes);
  }

  LineSplitter(Lines lines) {
    this.lines = lines;
  }

  void bytes(byte[] bytes, int length) {
    int begin = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        keep(bytes, begin, i);
        end();
        begin = i + 1;
      }
    }
    keep(bytes, begin, length);
  }

  /** Ends the last line, if it is not empty. */
  void finish() {
    if (kept.size() > 0) {
      end();
    }
  }

  private void keep(byte[] bytes, int begin, int end) {
    int room = Math.min(end - begin, BYTES_MAX - kept.size());
    kept.write(bytes, begin, room);
    cut += end - begin - room;
  }

  private void end() {
    if (lines.wants()) {
      String text = printable(kept.toString(StandardCharsets.UTF_8));
      lines.line(cut == 0 ? text : text + " ... (" + cut + " more bytes)");
    } else {
      lines.dropped(kept.size() + cut + 1);
    }
    kept.reset();
    cut = 0;
  }

  /** Removes control characters, which could act on a terminal. */
  private static String printable(String text) {
    String line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    for (int i = 0; i < line.length(); i++) {
      if (isControl(line.charAt(i))) {
        StringBuilder clean = new StringBuilder(line);
        for (int k = i; k < clean.length(); k++) {
          if (isControl(clean.charAt(k))) {
            clean.setCharAt(k, '?');
          }
        }
        return clean.toString();
      }
    }
    return line;
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c) && c != '\t';
  }
}

package dev.tidemark.node.http;

import dev.tidemark.node.api.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of the field {@code jarfile} in a form, as a stream. Nothing is kept anywhere, and
 * the file name that the client states is not even read.
 */
final class MultipartJar extends InputStream {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern FIELD =
      Pattern.compile("[;\\s]name=(?:\"jarfile\"|jarfile(?=[;\\s]|$))", Pattern.CASE_INSENSITIVE);
  private static final int HEADER_BYTES_MAX = 8 << 10;
  private static final int BUFFER_BYTES = 64 << 10;

  private final InputStream body;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private boolean partEnded;

  private MultipartJar(InputStream body, byte[] delimiter) {
    this.body = body;
    this.delimiter = delimiter;
  }

  /** Goes on to the content of the field; 400 if there is none. */
  static MultipartJar open(InputStream body, String contentType) throws IOException {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw Errors.badRequest("the form has no boundary", "let the client make the Content-Type");
    }
    String text = Objects.requireNonNullElseGet(boundary.group(1), () -> boundary.group(2));
    byte[] delimiter = ("\r\n--" + text).getBytes(StandardCharsets.ISO_8859_1);
    MultipartJar jar = new MultipartJar(body, delimiter);
    jar.begin();
    return jar;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (partEnded) {
      return -1;
    }
    if (length == 0) {
      return 0;
    }
    int safe = safe();
    if (safe == 0) {
      partEnded = true;
      return -1;
    }
    int taken = Math.min(length, safe);
    System.arraycopy(buffer, start, into, offset, taken);
    start += taken;
    return taken;
  }

  /** The first boundary may stand at the very beginning: as if a line had ended before it. */
  private void begin() throws IOException {
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
    while (true) {
      skipPart();
      String headers = headers();
      if (isJar(headers)) {
        partEnded = false;
        return;
      }
    }
  }

  private void skipPart() throws IOException {
    partEnded = false;
    byte[] ignored = new byte[8 << 10];
    int read = 0;
    while (read >= 0) {
      read = read(ignored, 0, ignored.length);
    }
    start += delimiter.length;
  }

  private static boolean isJar(String headers) {
    for (String line : headers.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        return FIELD.matcher(line).find();
      }
    }
    return false;
  }

  /** The lines after a boundary, up to the empty one. */
  private String headers() throws IOException {
    StringBuilder headers = new StringBuilder();
    while (headers.indexOf("\r\n\r\n") < 0) {
      if (start == end && !fill()) {
        throw truncated();
      }
      headers.append((char) (buffer[start++] & 0xff));
      if (headers.length() == 2 && headers.toString().equals("--")) {
        throw Errors.badRequest("the form has no field 'jarfile'", "use curl -F jarfile=@job.jar");
      }
      if (headers.length() > HEADER_BYTES_MAX) {
        throw Errors.badRequest("a part of the form has too large headers", "send less");
      }
    }
    return headers.toString();
  }

  /** How many bytes from {@code start} belong to the part for sure; 0 at its end. */
  private int safe() throws IOException {
    while (true) {
      int at = indexOfDelimiter();
      if (at >= 0) {
        return at - start;
      }
      int certain = end - start - delimiter.length + 1;
      if (certain > 0) {
        return certain;
      }
      if (!fill()) {
        throw truncated();
      }
    }
  }

  private int indexOfDelimiter() {
    for (int at = start; at + delimiter.length <= end; at++) {
      if (buffer[at] == '\r'
          && Arrays.equals(buffer, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
        return at;
      }
    }
    return -1;
  }

  private boolean fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    int read = body.read(buffer, end, buffer.length - end);
    if (read > 0) {
      end += read;
    }
    return read > 0;
  }

  private static ApiException truncated() {
    return Errors.badRequest("the form ended before its end", "send it again, whole");
  }
}

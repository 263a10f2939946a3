package dev.tidemark.node.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection on which anything can be said, as no proper client would. */
final class RawHttp implements AutoCloseable {
  private final Socket socket;
  private final StringBuilder come = new StringBuilder();

  private RawHttp(Socket socket) {
    this.socket = socket;
  }

  static RawHttp open(int port) {
    return open(InetAddress.getLoopbackAddress(), port);
  }

  static RawHttp open(InetAddress address, int port) {
    try {
      Socket socket = new Socket();
      socket.connect(new InetSocketAddress(address, port), 10_000);
      socket.setSoTimeout(20_000);
      return new RawHttp(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawHttp send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request that is the last one. */
  String ask(String line, String... headers) {
    StringBuilder request = new StringBuilder(line).append(" HTTP/1.1\r\nConnection: close\r\n");
    boolean hasHost = false;
    for (String header : headers) {
      request.append(header).append("\r\n");
      hasHost |= header.startsWith("Host:");
    }
    if (!hasHost) {
      request.append("Host: 127.0.0.1:").append(socket.getPort()).append("\r\n");
    }
    return send(request.append("\r\n").toString()).readToEnd();
  }

  /** Reads until the other side closes; a reset counts as an end. */
  String readToEnd() {
    try {
      boolean more = true;
      while (more) {
        more = fill();
      }
    } catch (SocketException e) {
      come.append("(reset)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return take(come.length());
  }

  /** Reads until the input contains a text. */
  String readUntil(String text) {
    try {
      int from = 0;
      int at = come.indexOf(text);
      while (at < 0) {
        from = Math.max(0, come.length() - text.length());
        if (!fill()) {
          throw new IOException("ended before '" + text + "': " + come);
        }
        at = come.indexOf(text, from);
      }
      return take(at + text.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean fill() throws IOException {
    byte[] part = new byte[8192];
    int read = socket.getInputStream().read(part);
    if (read > 0) {
      come.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
    }
    return read >= 0;
  }

  private String take(int length) {
    String taken = come.substring(0, length);
    come.delete(0, length);
    return taken;
  }

  /** Ends it with a reset instead of a good-bye. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

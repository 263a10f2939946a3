package dev.tidemark.dev;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;

/**
 * A loopback port that is held from the first moment of a start, so that no other program can take
 * it before the server listens, and so that a taken port is known before any thread of the server
 * runs.
 */
final class ListeningSocket implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final ServerSocketChannel channel;
  private final InetSocketAddress address;

  private ListeningSocket(ServerSocketChannel channel, InetSocketAddress address) {
    this.channel = channel;
    this.address = address;
  }

  /**
   * Binds a port of 127.0.0.1.
   *
   * @param port 1 to 65535, or 0 for any free one
   * @param option the option that chooses this port, for the message
   * @throws StartException if the port is taken
   */
  @SuppressWarnings("MustBeClosedChecker")
  static ListeningSocket bind(int port, String option) {
    ServerSocketChannel channel = null;
    try {
      channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(loopback(), port), BACKLOG);
      return new ListeningSocket(channel, (InetSocketAddress) channel.getLocalAddress());
    } catch (IOException e) {
      if (channel != null) {
        Resources.closeQuietly(channel);
      }
      throw cannotBind(port, option, e);
    }
  }

  /** 127.0.0.1, whatever the machine's name service says about {@code localhost}. */
  static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of four bytes is always valid", e);
    }
  }

  static StartException cannotBind(int port, String option, IOException cause) {
    if (cause instanceof BindException && port != 0) {
      return new StartException(
          "port %d is in use by another program; choose another with %s, or 0 for a free one"
              .formatted(port, option),
          cause);
    }
    return new StartException(
        "cannot listen on 127.0.0.1:%d: %s; choose another port with %s"
            .formatted(port, cause.getMessage(), option),
        cause);
  }

  InetSocketAddress address() {
    return address;
  }

  int port() {
    return address.getPort();
  }

  /** The bound channel; whoever takes it closes it. */
  ServerSocketChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

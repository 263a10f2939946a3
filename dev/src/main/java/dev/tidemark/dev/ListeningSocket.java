package dev.tidemark.dev;

import java.io.IOException;
import java.net.InetSocketAddress;
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
  static ListeningSocket bind(int port, String option) {
    ServerSocketChannel channel = null;
    try {
      channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(Ports.loopback(), port), BACKLOG);
      return new ListeningSocket(channel, (InetSocketAddress) channel.getLocalAddress());
    } catch (IOException e) {
      if (channel != null) {
        Resources.closeQuietly(channel);
      }
      throw Ports.cannotBind(port, option, e);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  int port() {
    return address.getPort();
  }

  /** Returns the bound channel; the caller closes it. */
  ServerSocketChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

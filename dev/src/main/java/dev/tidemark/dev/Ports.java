package dev.tidemark.dev;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Functions for ports and their errors. */
final class Ports {
  private static final int PORT_MAX = 65535;

  private Ports() {}

  /** Refuses what is no port and not 0. */
  static void check(int port) {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "port %d is out of range; use 1 to 65535, or 0 for a free one".formatted(port));
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

  /**
   * Says why a port can't be had.
   *
   * @param option the option that chooses this port
   */
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
}

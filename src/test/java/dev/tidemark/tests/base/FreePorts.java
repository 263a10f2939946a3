package dev.tidemark.tests.base;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that are killed and come back. They are below those that the system gives to
 * clients, which would take them while the server is away.
 */
public final class FreePorts {

  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % (LAST - FIRST)));

  private FreePorts() {}

  /** So many ports that nobody listens on now; none is given twice by this JVM. */
  public static List<Integer> take(int count) {
    List<Integer> ports = new ArrayList<>();
    for (int tries = 0; ports.size() < count; tries++) {
      if (tries > LAST - FIRST) {
        throw new IllegalStateException("no port between " + FIRST + " and " + LAST + " is free");
      }
      int port = FIRST + NEXT.getAndIncrement() % (LAST - FIRST);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.tidemark.node.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose next request does not arrive. The idle time-out alone is not enough: one
 * byte of a header now and then resets it, and a few hundred such connections would use up the
 * limit on connections.
 */
final class HeaderDeadline {
  private static final Logger LOG = LoggerFactory.getLogger(HeaderDeadline.class);

  private final ServerConnector connector;
  private final long nanosMax;
  private final LongSupplier nanoTime;
  private final Predicate<EndPoint> isServing;
  private final Map<EndPoint, Seen> seen = new ConcurrentHashMap<>();

  /**
   * Creates a deadline that is not enforced yet.
   *
   * @param seconds how long the next request may take to arrive
   * @param isServing whether a request of a connection is not answered to its end: an answer may
   *     last for hours, and the server library counts it as given when its first byte is sent
   */
  HeaderDeadline(
      ServerConnector connector,
      int seconds,
      LongSupplier nanoTime,
      Predicate<EndPoint> isServing) {
    this.connector = connector;
    this.nanosMax = TimeUnit.SECONDS.toNanos(seconds);
    this.nanoTime = nanoTime;
    this.isServing = isServing;
  }

  void schedule(ScheduledExecutorService clock) {
    clock.scheduleWithFixedDelay(this::sweepAlways, 1, 1, TimeUnit.SECONDS);
  }

  /** Catches everything: an exception would end the schedule, and with it this protection. */
  private void sweepAlways() {
    try {
      sweep();
    } catch (RuntimeException e) {
      LOG.warn("connections could not be looked at: {}", e.toString());
    }
  }

  void sweep() {
    long now = nanoTime.getAsLong();
    seen.keySet().removeIf(endPoint -> !endPoint.isOpen());
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      Seen newest = seen.merge(endPoint, look(endPoint, now), HeaderDeadline::later);
      if (newest.isBetweenRequests() && now - newest.since > nanosMax) {
        seen.remove(endPoint);
        endPoint.close();
      }
    }
  }

  private Seen look(EndPoint endPoint, long now) {
    Connection connection = endPoint.getConnection();
    if (connection instanceof SslConnection tls) {
      connection = tls.getSslEndPoint().getConnection();
    }
    return connection == null
        ? new Seen(0, 0, false, now)
        : new Seen(
            connection.getMessagesIn(),
            connection.getMessagesOut(),
            isServing.test(connection.getEndPoint()),
            now);
  }

  private static Seen later(Seen before, Seen now) {
    return before.in == now.in && before.out == now.out && before.serving == now.serving
        ? before
        : now;
  }

  /**
   * The numbers of requests and answers of a connection, and the time since which they are
   * unchanged.
   */
  private record Seen(long in, long out, boolean serving, long since) {
    boolean isBetweenRequests() {
      return in == out && !serving;
    }
  }
}

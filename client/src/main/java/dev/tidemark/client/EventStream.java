package dev.tidemark.client;

import dev.tidemark.client.api.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of items from a node, e.g. lines of a log. {@link #hasNext} waits for the next; it is
 * false once the node has ended it or {@link #close} was called, which any thread may do. One
 * thread reads.
 *
 * @param <T> the type of an item
 */
public final class EventStream<T> implements Iterator<T>, AutoCloseable {
  /** A node gives a sign of life every 10 s. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(35);

  private static final String DATA = "data:";

  private final URI url;
  private final Class<T> type;
  private final InputStream in;
  private final BufferedReader lines;
  private final ScheduledFuture<?> watch;
  private final Consumer<EventStream<?>> onClose;
  private volatile boolean closed;
  private volatile boolean silent;
  private volatile long heardAt = System.nanoTime();
  private @Nullable T next;

  EventStream(
      URI url,
      InputStream in,
      Class<T> type,
      ScheduledExecutorService clock,
      Consumer<EventStream<?>> onClose) {
    this.url = url;
    this.type = type;
    this.onClose = onClose;
    this.in = in;
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.watch = clock.scheduleWithFixedDelay(this::listen, 5, 5, TimeUnit.SECONDS);
  }

  /**
   * Returns whether there is another; waits for it.
   *
   * @throws NodeUnreachableException if the connection broke, or the node fell silent
   */
  @Override
  public boolean hasNext() {
    while (next == null && !closed) {
      String line = line();
      if (line == null) {
        close();
      } else {
        next = parse(line);
      }
    }
    return next != null && !closed;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the feed has ended");
    }
    T taken = next;
    next = null;
    if (taken == null) {
      throw new NoSuchElementException("the feed has ended");
    }
    return taken;
  }

  /** Ends it; who waits in {@link #hasNext} gets false. Idempotent. */
  @Override
  public void close() {
    closed = true;
    watch.cancel(false);
    onClose.accept(this);
    try {
      in.close();
    } catch (IOException e) {
      return; // it is gone all the same
    }
  }

  private @Nullable String line() {
    try {
      String line = lines.readLine();
      heardAt = System.nanoTime();
      if (line == null && silent) {
        throw new IOException("nothing came for " + SILENCE_MAX);
      }
      return line;
    } catch (IOException e) {
      if (closed && !silent) {
        return null;
      }
      close();
      throw new NodeUnreachableException(
          url,
          silent ? url + " has fallen silent" : "the connection to " + url + " broke",
          "ask again; another node can be asked as well",
          e);
    }
  }

  /** A line of JSON, or the data of an event; null for what has none, e.g. a sign of life. */
  private @Nullable T parse(String line) {
    String json = line.startsWith(DATA) ? line.substring(DATA.length()).strip() : line;
    if (!json.startsWith("{")) {
      return null;
    }
    try {
      return Json.mapper().readValue(json, type);
    } catch (IOException e) {
      throw new NodeUnreachableException(
          url,
          url + " sent something that is no " + type.getSimpleName(),
          "check that it is a node, and of which version",
          e);
    }
  }

  private void listen() {
    if (System.nanoTime() - heardAt > SILENCE_MAX.toNanos()) {
      silent = true;
      close();
    }
  }
}

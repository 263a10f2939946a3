package dev.tidemark.node.http;

import dev.tidemark.client.api.service.NodeService;
import dev.tidemark.node.config.NodeConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /api/v1} of a node. Start reading at {@link ApiHandler}. */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final long GRACE_MS = 5_000;

  private final NodeConfig config;
  private final Server server;
  private final ApiHandler handler;
  private final RequestPool pool;
  private final ScheduledExecutorService clock;
  private boolean closed;

  private ApiServer(
      NodeConfig config,
      Server server,
      ApiHandler handler,
      RequestPool pool,
      ScheduledExecutorService clock) {
    this.config = config;
    this.server = server;
    this.handler = handler;
    this.pool = pool;
    this.clock = clock;
  }

  /**
   * Starts to serve, and returns when the port is open.
   *
   * @param service answers for the whole cluster
   * @param local answers of this node alone, to other nodes
   * @throws HttpStartException if the port is taken, a file of tokens, keys or passwords can't be
   *     read, or it would listen beyond loopback without tokens, or without TLS and {@code
   *     insecure}
   */
  public static ApiServer start(NodeConfig config, NodeService service, LocalService local) {
    return start(config, service, local, Pace.DEFAULT);
  }

  static ApiServer start(NodeConfig config, NodeService service, LocalService local, Pace pace) {
    silenceServerLog();
    checkSecure(config);
    Optional<TokenFile> tokens = config.security().tokens().map(ApiServer::tokens);
    ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, ApiServer::clockThread);
    clock.setRemoveOnCancelPolicy(true);
    RequestPool pool = new RequestPool(config.limits().connectionsMax());
    int streamsMax = Math.max(1, Math.min(pace.streamsMax(), config.limits().connectionsMax() / 2));
    ApiHandler.Doors doors =
        new ApiHandler.Doors(
            new RateLimit(pace.requestsPerSecond(), pace.requestsBurst(), System::nanoTime),
            new OriginCheck(config),
            new Authorization(tokens));
    ApiHandler handler =
        new ApiHandler(
            config.limits(),
            doors,
            new Router(routes(service, local)),
            pool,
            new LiveStreams(streamsMax, pool::execute, clock),
            clock);
    Server server = Listener.server(config, handler);
    ApiServer api = new ApiServer(config, server, handler, pool, clock);
    api.listen(pace);
    return api;
  }

  /** Rate limits, beside the limits of the configuration. */
  record Pace(double requestsPerSecond, double requestsBurst, int streamsMax, int headerSeconds) {
    /** Enough for scripts that poll; one address can't use up all of a node. */
    static final Pace DEFAULT = new Pace(500, 2_000, 64, 20);
  }

  /** Returns all routes. */
  static List<Route> routes(NodeService service, LocalService local) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new NodeEndpoints(service).routes());
    routes.addAll(new JarEndpoints(service).routes());
    routes.addAll(new JobEndpoints(service).routes());
    routes.addAll(new ProgressEndpoints(service, local).routes());
    routes.addAll(new ReplayEndpoints(service).routes());
    routes.addAll(new LogEndpoints(service, local).routes());
    routes.addAll(new DeadLetterEndpoints(service).routes());
    return routes;
  }

  /** Returns the base URL: the advertised one, or one made of host and port. */
  public String url() {
    return config
        .listen()
        .advertisedUrl()
        .orElseGet(() -> scheme() + "://" + urlHost(config.listen().host()) + ":" + port());
  }

  /** Returns the port that it listens on. */
  public int port() {
    return Listener.connector(server).getLocalPort();
  }

  /**
   * Stops: new requests are refused, running ones get five seconds, streams of logs and events end
   * at once. Idempotent.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    handler.finish();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MS);
    try {
      while (handler.open() > 0 && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop();
  }

  private void listen(Pace pace) {
    try {
      server.start();
    } catch (Exception e) {
      stop();
      throw startFailed(e);
    }
    new HeaderDeadline(
            Listener.connector(server), pace.headerSeconds(), System::nanoTime, handler::isServing)
        .schedule(clock);
    LOG.info("listening url={}", url());
  }

  private void stop() {
    pool.close();
    clock.shutdownNow();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the HTTP server did not stop cleanly: {}", e.toString());
    }
  }

  private HttpStartException startFailed(Exception e) {
    String at = config.listen().host() + ":" + config.listen().port();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return new HttpStartException(
            "can't listen on " + at + ": " + cause.getMessage(),
            "stop what listens there, or choose another port",
            e);
      }
    }
    return new HttpStartException(
        "can't serve HTTP on " + at + ": " + e.getMessage(),
        "check the address, and the key store and its password",
        e);
  }

  private String scheme() {
    return config.security().tls().isPresent() ? "https" : "http";
  }

  private static String urlHost(String host) {
    if (host.isEmpty() || host.equals("0.0.0.0") || host.equals("::")) {
      return "localhost";
    }
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static TokenFile tokens(Path file) {
    try {
      return new TokenFile(file, System::nanoTime);
    } catch (IOException e) {
      throw new HttpStartException(
          "the tokens can't be read: " + e.getMessage(),
          "make one with 'tidemark token create', and keep its line in a file of mode 600",
          e);
    }
  }

  /**
   * Refuses an insecure configuration: a client that can upload a jar can run code here, so access
   * from a network must be configured explicitly.
   *
   * @throws HttpStartException if it would listen beyond loopback without tokens, or without TLS
   *     and {@code insecure}
   */
  public static void checkSecure(NodeConfig config) {
    if (isLoopback(config.listen().host())) {
      return;
    }
    if (config.security().tokens().isEmpty()) {
      throw new HttpStartException(
          "a node that listens on "
              + config.listen().host()
              + " runs the code of any client that reaches it",
          "listen on 127.0.0.1, or state a file of tokens ('tidemark token create')");
    }
    if (config.security().tls().isEmpty() && !config.security().insecure()) {
      throw new HttpStartException(
          "on " + config.listen().host() + " tokens and jars would travel in the clear",
          "state a key store for TLS, or accept that with --insecure");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return !host.isEmpty();
    } catch (UnknownHostException e) {
      throw new HttpStartException(
          "there is no address '" + host + "' to listen on", "use 127.0.0.1 or 0.0.0.0", e);
    }
  }

  /**
   * Silences the server library: its start-up messages are not needed, and its messages about
   * malformed requests would let any client fill the log.
   */
  private static void silenceServerLog() {
    logLevel("", "warn");
    logLevel(".http", "error");
    logLevel(".util.HostPort", "error");
  }

  private static void logLevel(String part, String level) {
    String key = "org.slf4j.simpleLogger.log.org.eclipse.jetty" + part;
    if (System.getProperty(key) == null) {
      System.setProperty(key, level);
    }
  }

  private static Thread clockThread(Runnable work) {
    Thread thread = new Thread(work, "http-clock");
    thread.setDaemon(true);
    return thread;
  }
}

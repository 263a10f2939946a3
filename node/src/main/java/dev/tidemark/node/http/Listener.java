package dev.tidemark.node.http;

import dev.tidemark.client.api.SecretFile;
import dev.tidemark.node.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The one listening port: HTTP/1.1, over TLS if there is a key store. */
final class Listener {
  private static final int HEADER_BYTES_MAX = 8 << 10;
  private static final int IDLE_MS = 30_000;
  private static final int THREADS_MAX = 12;
  private static final int BACKLOG = 128;

  private Listener() {}

  static Server server(NodeConfig config, Handler handler) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 2, 10_000);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    Server server = new Server(threads);
    server.setErrorHandler(new JsonErrorHandler());
    server.setHandler(handler);
    server.addConnector(connector(server, config));
    server.addBean(new NetworkConnectionLimit(config.limits().connectionsMax(), server));
    server.setStopTimeout(0);
    return server;
  }

  static ServerConnector connector(Server server) {
    return (ServerConnector) server.getConnectors()[0];
  }

  private static ServerConnector connector(Server server, NodeConfig config) {
    HttpConfiguration http = http();
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector;
    if (config.security().tls().isPresent()) {
      // OriginCheck checks the host name of the request, so that addresses work, too
      http.addCustomizer(new SecureRequestCustomizer(false));
      SslConnectionFactory tls =
          new SslConnectionFactory(tls(config.security().tls().get()), "http/1.1");
      connector = new ServerConnector(server, 1, 1, tls, plain);
    } else {
      connector = new ServerConnector(server, 1, 1, plain);
    }
    connector.setHost(config.listen().host());
    connector.setPort(config.listen().port());
    connector.setIdleTimeout(IDLE_MS);
    connector.setAcceptQueueSize(BACKLOG);
    connector.setReuseAddress(true);
    return connector;
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(HEADER_BYTES_MAX);
    http.setResponseHeaderSize(HEADER_BYTES_MAX);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return http;
  }

  private static SslContextFactory.Server tls(NodeConfig.Tls tls) {
    if (!Files.isReadable(tls.keyStore())) {
      throw new HttpStartException(
          "the key store " + tls.keyStore() + " can't be read", "state a PKCS#12 file");
    }
    try {
      SslContextFactory.Server factory = new SslContextFactory.Server();
      factory.setKeyStorePath(tls.keyStore().toUri().toString());
      factory.setKeyStoreType("PKCS12");
      factory.setKeyStorePassword(SecretFile.read(tls.password()));
      factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
      factory.setRenegotiationAllowed(false);
      return factory;
    } catch (IOException e) {
      throw new HttpStartException(
          "the password of the key store can't be read: " + e.getMessage(),
          "state a file that holds it alone, readable by its owner alone",
          e);
    }
  }
}

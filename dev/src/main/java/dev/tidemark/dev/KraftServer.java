package dev.tidemark.dev;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Kafka's own broker and controller, put together here rather than by {@code KafkaRaftServer}, for
 * two reasons: sockets that are bound already can be handed in, and a fault is reported instead of
 * halting the JVM that it is embedded in. The one class that touches the server's internals; an
 * upgrade of Kafka is checked here.
 */
final class KraftServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KraftServer.class);
  private static final Duration CONTROLLED_SHUTDOWN_MAX = Duration.ofSeconds(5);

  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private final ControllerServer controller;
  private final BrokerServer broker;

  private KraftServer(
      KafkaConfig config, ListeningSocket brokerSocket, ListeningSocket controllerSocket) {
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> folders =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    SharedServer shared =
        new SharedServer(
            config,
            folders._1(),
            Time.SYSTEM,
            new Metrics(),
            CompletableFuture.completedFuture(
                Map.of(BrokerSettings.NODE_ID, controllerSocket.address())),
            List.<InetSocketAddress>of(),
            this::reporting,
            (listener, address, backlog, receiveBuffer) ->
                handOver(
                    listener.equals(BrokerSettings.CONTROLLER_LISTENER)
                        ? controllerSocket
                        : brokerSocket));
    this.broker = new BrokerServer(shared);
    this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
  }

  /**
   * Formats the folder where it is new, and starts; returns when clients can connect.
   *
   * @param logFolder where the broker keeps its logs and its metadata
   * @param brokerSocket bound, taken over
   * @param controllerSocket bound, taken over
   * @throws StartException if the server does not come up; all its threads have ended then
   */
  static KraftServer start(
      Path logFolder,
      ListeningSocket brokerSocket,
      ListeningSocket controllerSocket,
      Map<String, String> extra) {
    KafkaConfig config =
        config(BrokerSettings.of(logFolder, brokerSocket.port(), controllerSocket.port(), extra));
    format(logFolder);
    KraftServer server = create(config, brokerSocket, controllerSocket);
    try {
      server.controller.startup();
      server.broker.startup();
      return server;
    } catch (Throwable e) {
      server.close();
      Throwable fault = server.fault.get();
      throw didNotStart(fault == null ? e : fault);
    }
  }

  private static KraftServer create(
      KafkaConfig config, ListeningSocket brokerSocket, ListeningSocket controllerSocket) {
    try {
      return new KraftServer(config, brokerSocket, controllerSocket);
    } catch (RuntimeException e) {
      throw didNotStart(e);
    }
  }

  private static StartException didNotStart(Throwable cause) {
    return new StartException("the Kafka broker did not start: " + rootMessage(cause), cause);
  }

  @Override
  public void close() {
    // The broker first: it asks the controller for its shutdown.
    Resources.closeQuietly(() -> broker.shutdown(CONTROLLED_SHUTDOWN_MAX));
    Resources.closeQuietly(controller::shutdown);
  }

  private static KafkaConfig config(java.util.Properties settings) {
    try {
      return KafkaConfig.fromProps(settings, false);
    } catch (RuntimeException e) {
      throw new StartException("the broker's settings are invalid: " + e.getMessage(), e);
    }
  }

  private static void format(Path logFolder) {
    if (Files.exists(logFolder.resolve("meta.properties"))) {
      return;
    }
    try {
      Files.createDirectories(logFolder);
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setMetadataLogDirectory(logFolder.toString())
          .addDirectory(logFolder.toString())
          .run();
    } catch (Exception e) {
      throw new StartException(
          "cannot prepare data folder %s: %s; delete it, or choose another with --data-dir"
              .formatted(logFolder, rootMessage(e)),
          e);
    }
  }

  private static ServerSocketChannel handOver(ListeningSocket socket) throws IOException {
    ServerSocketChannel channel = socket.channel();
    channel.configureBlocking(false);
    return channel;
  }

  private FaultHandler reporting(String name, boolean fatal, Runnable action) {
    return (message, cause) -> {
      action.run();
      RuntimeException failure = new IllegalStateException(name + ": " + message, cause);
      if (fatal && fault.compareAndSet(null, cause == null ? failure : cause)) {
        LOG.error("the embedded Kafka broker failed ({}): {}", name, message, cause);
      }
      return failure;
    };
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}

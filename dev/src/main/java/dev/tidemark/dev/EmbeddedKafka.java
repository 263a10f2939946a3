package dev.tidemark.dev;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A real Kafka broker inside this JVM, for the laptop and for tests: a cluster of its own, or one
 * of several. It listens on 127.0.0.1 alone, creates no topic by itself and deletes no record by
 * age.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private final Resources resources;
  private final int port;

  private EmbeddedKafka(Resources resources, int port) {
    this.resources = resources;
    this.port = port;
  }

  /**
   * The options of a start.
   *
   * @param port the port for clients, 1 to 65535, or 0 for any free one
   * @param dataDir the folder that keeps topics and offsets from run to run, created where missing
   *     and used by one broker at a time; empty for a temporary folder that is deleted on close
   * @param brokerProperties broker settings to lay over the defaults, by Kafka's names
   * @param closeOnExit whether the exit of the JVM closes the broker; set it to false where an
   *     owner's own exit hook closes it, after the clients that still need it
   * @param quorum the cluster that it is one of; empty for a cluster of its own
   * @param users who may use it; empty for every client, without a password
   */
  public record Options(
      int port,
      Optional<Path> dataDir,
      Map<String, String> brokerProperties,
      boolean closeOnExit,
      Optional<Quorum> quorum,
      Optional<BrokerUsers> users) {
    /**
     * Checks the port and copies the settings.
     *
     * @throws IllegalArgumentException if the port is out of its range
     */
    public Options {
      Ports.check(port);
      brokerProperties = Map.copyOf(brokerProperties);
    }

    /** A free port, a temporary folder, a cluster of one, open to every client on this machine. */
    public static Options defaults() {
      return new Options(0, Optional.empty(), Map.of(), true, Optional.empty(), Optional.empty());
    }

    /** These options with another port; 0 for any free one. */
    public Options withPort(int port) {
      return new Options(port, dataDir, brokerProperties, closeOnExit, quorum, users);
    }

    /** These options with a folder that outlives the broker. */
    public Options withDataDir(Path dataDir) {
      return new Options(port, Optional.of(dataDir), brokerProperties, closeOnExit, quorum, users);
    }

    /** These options with one more broker setting. */
    public Options withBrokerProperty(String key, String value) {
      Map<String, String> properties = new LinkedHashMap<>(brokerProperties);
      properties.put(key, value);
      return new Options(port, dataDir, properties, closeOnExit, quorum, users);
    }

    /** These options with or without closing at the exit of the JVM. */
    public Options withCloseOnExit(boolean closeOnExit) {
      return new Options(port, dataDir, brokerProperties, closeOnExit, quorum, users);
    }

    /** These options as one broker of several. */
    public Options withQuorum(Quorum quorum) {
      return new Options(port, dataDir, brokerProperties, closeOnExit, Optional.of(quorum), users);
    }

    /** These options for these users alone, with access control lists. */
    public Options withUsers(BrokerUsers users) {
      return new Options(port, dataDir, brokerProperties, closeOnExit, quorum, Optional.of(users));
    }
  }

  /**
   * Starts a broker and returns when clients can connect, which takes a few seconds, and longer
   * where the others of its cluster are still missing.
   *
   * @param options how to start
   * @return the running broker
   * @throws StartException if the port is in use, the folder is in use or can't be written, or the
   *     broker does not come up; nothing is left behind then
   */
  public static EmbeddedKafka start(Options options) {
    Resources resources = Resources.open("embedded-kafka", options.closeOnExit());
    try {
      ListeningSocket broker =
          resources.take(() -> ListeningSocket.bind(options.port(), "--kafka-port"));
      int controllerPort = options.quorum().map(Quorum::controllerPort).orElse(0);
      ListeningSocket controller =
          resources.take(() -> ListeningSocket.bind(controllerPort, "--controller-ports"));
      DataFolder folder = resources.take(() -> DataFolder.open(options.dataDir()));
      resources.take(
          () -> KraftServer.start(folder.path().resolve("broker"), broker, controller, options));
      return new EmbeddedKafka(resources, broker.port());
    } catch (Throwable e) {
      resources.close();
      throw e;
    }
  }

  /** Returns the address where clients connect, {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The port for clients. */
  public int port() {
    return port;
  }

  /** Stops the broker and deletes its temporary folder. Closing twice does nothing. */
  @Override
  public void close() {
    resources.close();
  }
}

package dev.tidemark.dev;

import dev.tidemark.dev.registry.RegistryServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A schema registry inside this JVM that implements Confluent's REST protocol, for Avro schemas. It
 * listens on 127.0.0.1 alone and keeps its schemas in a compacted Kafka topic, or in memory.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedSchemaRegistry implements AutoCloseable {
  private final Resources resources;
  private final RegistryServer server;

  private EmbeddedSchemaRegistry(Resources resources, RegistryServer server) {
    this.resources = resources;
    this.server = server;
  }

  /**
   * The options of a start.
   *
   * @param port 1 to 65535, or 0 for any free one
   * @param bootstrapServers the Kafka whose topic {@code _schemas} keeps the schemas, created where
   *     missing; several registries may share it. Empty to keep them in memory until the registry
   *     is closed
   * @param closeOnExit whether the exit of the JVM closes the registry
   */
  public record Options(int port, Optional<String> bootstrapServers, boolean closeOnExit) {
    /**
     * Checks the port.
     *
     * @throws IllegalArgumentException if the port is out of its range
     */
    public Options {
      Ports.check(port);
    }

    /** A free port, and schemas in memory. */
    public static Options defaults() {
      return new Options(0, Optional.empty(), true);
    }

    /** These options with another port; 0 for any free one. */
    public Options withPort(int port) {
      return new Options(port, bootstrapServers, closeOnExit);
    }

    /** These options with schemas in a topic of this Kafka. */
    public Options withBootstrapServers(String bootstrapServers) {
      return new Options(port, Optional.of(bootstrapServers), closeOnExit);
    }

    /** These options with or without closing at the exit of the JVM. */
    public Options withCloseOnExit(boolean closeOnExit) {
      return new Options(port, bootstrapServers, closeOnExit);
    }
  }

  /**
   * Starts a registry and returns when it answers requests.
   *
   * @param options port and storage
   * @return the running registry
   * @throws StartException if the port is in use, or Kafka doesn't answer
   */
  public static EmbeddedSchemaRegistry start(Options options) {
    Resources resources = Resources.open("embedded-schema-registry", options.closeOnExit());
    try {
      return new EmbeddedSchemaRegistry(resources, resources.take(() -> serve(options)));
    } catch (Throwable e) {
      resources.close();
      throw e;
    }
  }

  private static RegistryServer serve(Options options) {
    InetSocketAddress address = new InetSocketAddress(Ports.loopback(), options.port());
    try {
      return RegistryServer.start(address, options.bootstrapServers());
    } catch (IOException e) {
      throw Ports.cannotBind(options.port(), "--registry-port", e);
    } catch (IllegalStateException e) {
      throw new StartException("the schema registry did not start: " + e.getMessage(), e);
    }
  }

  /** The address for {@code schema.registry.url}, {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The port that it listens on. */
  public int port() {
    return server.address().getPort();
  }

  /** Stops it. Closing twice does nothing. */
  @Override
  public void close() {
    resources.close();
  }
}

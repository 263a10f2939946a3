package dev.tidemark.dev;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A Kafka broker and a schema registry that keeps its schemas in it: everything that a job needs on
 * a laptop.
 *
 * <p>Thread-safe.
 */
public final class DevCluster implements AutoCloseable {
  private final Resources resources;
  private final EmbeddedKafka kafka;
  private final EmbeddedSchemaRegistry registry;

  private DevCluster(Resources resources, EmbeddedKafka kafka, EmbeddedSchemaRegistry registry) {
    this.resources = resources;
    this.kafka = kafka;
    this.registry = registry;
  }

  /**
   * The options of a start.
   *
   * @param kafkaPort the broker's port, 1 to 65535, or 0 for any free one
   * @param registryPort the registry's port, likewise
   * @param dataDir the folder that keeps topics, offsets and schemas from run to run, used by one
   *     cluster at a time; empty for a temporary folder that is deleted on close
   * @param closeOnExit whether the exit of the JVM closes the cluster; set it to false where an
   *     owner's own exit hook closes it, after the jobs that still need it
   */
  public record Options(
      int kafkaPort, int registryPort, Optional<Path> dataDir, boolean closeOnExit) {
    /**
     * Checks the ports.
     *
     * @throws IllegalArgumentException if a port is out of its range
     */
    public Options {
      Ports.check(kafkaPort);
      Ports.check(registryPort);
    }

    /** Free ports and a temporary folder. */
    public static Options defaults() {
      return new Options(0, 0, Optional.empty(), true);
    }

    /** These options with other ports; 0 for any free one. */
    public Options withPorts(int kafkaPort, int registryPort) {
      return new Options(kafkaPort, registryPort, dataDir, closeOnExit);
    }

    /** These options with a folder that outlives the cluster. */
    public Options withDataDir(Path dataDir) {
      return new Options(kafkaPort, registryPort, Optional.of(dataDir), closeOnExit);
    }

    /** These options with or without closing at the exit of the JVM. */
    public Options withCloseOnExit(boolean closeOnExit) {
      return new Options(kafkaPort, registryPort, dataDir, closeOnExit);
    }
  }

  /**
   * Starts both and returns when both answer.
   *
   * @param options ports and folder
   * @return the running cluster
   * @throws StartException if one of them does not start; nothing is left behind then
   */
  public static DevCluster start(Options options) {
    Resources resources = Resources.open("dev-cluster", options.closeOnExit());
    try {
      EmbeddedKafka kafka = resources.take(() -> startKafka(options));
      EmbeddedSchemaRegistry registry =
          resources.take(() -> startRegistry(options, kafka.bootstrapServers()));
      return new DevCluster(resources, kafka, registry);
    } catch (Throwable e) {
      resources.close();
      throw e;
    }
  }

  private static EmbeddedKafka startKafka(Options options) {
    EmbeddedKafka.Options kafka =
        EmbeddedKafka.Options.defaults().withPort(options.kafkaPort()).withCloseOnExit(false);
    return EmbeddedKafka.start(options.dataDir().map(kafka::withDataDir).orElse(kafka));
  }

  private static EmbeddedSchemaRegistry startRegistry(Options options, String bootstrapServers) {
    return EmbeddedSchemaRegistry.start(
        new EmbeddedSchemaRegistry.Options(
            options.registryPort(), Optional.of(bootstrapServers), false));
  }

  /** Returns the address where Kafka clients connect, {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** The address for {@code schema.registry.url}, {@code http://127.0.0.1:port}. */
  public String schemaRegistryUrl() {
    return registry.url();
  }

  /** Stops both and deletes the temporary folder. Closing twice does nothing. */
  @Override
  public void close() {
    resources.close();
  }
}

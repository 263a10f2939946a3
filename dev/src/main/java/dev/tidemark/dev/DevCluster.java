package dev.tidemark.dev;

import java.nio.file.Path;

/** Stub. */
public final class DevCluster implements AutoCloseable {
  private final EmbeddedKafka kafka;

  private DevCluster(EmbeddedKafka kafka) {
    this.kafka = kafka;
  }

  /** Stub. */
  public record Options(EmbeddedKafka.Options kafka) {
    public static Options defaults() {
      return new Options(EmbeddedKafka.Options.defaults());
    }

    public Options withKafkaPort(int port) {
      return new Options(kafka.withPort(port));
    }

    public Options withRegistryPort(int port) {
      return this;
    }

    public Options withDataDir(Path dir) {
      return new Options(kafka.withDataDir(dir));
    }

    public Options withCloseOnExit(boolean close) {
      return new Options(kafka.withCloseOnExit(close));
    }
  }

  public static DevCluster start(Options options) {
    return new DevCluster(EmbeddedKafka.start(options.kafka()));
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public String schemaRegistryUrl() {
    return "http://localhost:1";
  }

  @Override
  public void close() {
    kafka.close();
  }
}

package dev.tidemark.tests.base;

import dev.tidemark.dev.EmbeddedSchemaRegistry;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import java.util.Map;
import java.util.TreeMap;

/**
 * What nodes need around them: Kafka, started by somebody else, and a schema registry of this JVM.
 */
public final class TestCluster implements AutoCloseable {

  private final String bootstrapServers;
  private final Map<String, String> security;
  private final EmbeddedSchemaRegistry server;
  private final SchemaRegistryClient registry;
  private final TestKafka kafka;

  public TestCluster(String bootstrapServers) {
    this(bootstrapServers, Map.of());
  }

  /** With the properties that clients need to be let in. */
  public TestCluster(String bootstrapServers, Map<String, String> security) {
    this.bootstrapServers = bootstrapServers;
    this.security = Map.copyOf(security);
    this.server = EmbeddedSchemaRegistry.start(EmbeddedSchemaRegistry.Options.defaults());
    this.registry =
        new SchemaRegistryClient(RegistryConfig.from(Map.of("schema.registry.url", server.url())));
    this.kafka = new TestKafka(bootstrapServers, security);
  }

  public TestKafka kafka() {
    return kafka;
  }

  public SchemaRegistry registry() {
    return registry;
  }

  /** What every node must be told. */
  Map<String, String> nodeSettings() {
    Map<String, String> settings = new TreeMap<>(security);
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("schema.registry.url", server.url());
    return settings;
  }

  /** From now on there is no registry. */
  public void stopRegistry() {
    server.close();
  }

  @Override
  public void close() {
    kafka.close();
    registry.close();
    server.close();
  }
}

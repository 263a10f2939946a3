package dev.tidemark.tests;

import dev.tidemark.dev.EmbeddedSchemaRegistry;
import dev.tidemark.serde.RegistryConfig;
import dev.tidemark.serde.SchemaRegistry;
import dev.tidemark.serde.SchemaRegistryClient;
import java.util.Map;

/**
 * What nodes need around them: Kafka, started by somebody else, and a schema registry of this JVM.
 */
final class TestCluster implements AutoCloseable {

  private final String bootstrapServers;
  private final EmbeddedSchemaRegistry server;
  private final SchemaRegistryClient registry;
  private final TestKafka kafka;

  TestCluster(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.server = EmbeddedSchemaRegistry.start(EmbeddedSchemaRegistry.Options.defaults());
    this.registry =
        new SchemaRegistryClient(RegistryConfig.from(Map.of("schema.registry.url", server.url())));
    this.kafka = new TestKafka(bootstrapServers);
  }

  TestKafka kafka() {
    return kafka;
  }

  SchemaRegistry registry() {
    return registry;
  }

  /** What every node must be told. */
  Map<String, String> nodeSettings() {
    return Map.of("bootstrap.servers", bootstrapServers, "schema.registry.url", server.url());
  }

  @Override
  public void close() {
    kafka.close();
    registry.close();
    server.close();
  }
}

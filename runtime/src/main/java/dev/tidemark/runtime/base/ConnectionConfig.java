package dev.tidemark.runtime.base;

import java.util.Map;

/**
 * The addresses of Kafka and the schema registry, and the settings of connections to them. The
 * settings may hold secrets.
 *
 * @param bootstrapServers {@code host:port,…} of the Kafka cluster
 * @param kafka further properties of the Kafka clients (security, timeouts), as in a
 *     client.properties file
 * @param schemaRegistry the settings of the registry client, with Confluent's keys, {@code
 *     schema.registry.url} first
 */
public record ConnectionConfig(
    String bootstrapServers, Map<String, String> kafka, Map<String, String> schemaRegistry) {
  public ConnectionConfig {
    kafka = Map.copyOf(kafka);
    schemaRegistry = Map.copyOf(schemaRegistry);
  }

  /** Returns the brokers, without the settings. */
  @Override
  public String toString() {
    return "ConnectionConfig[bootstrapServers=" + bootstrapServers + "]";
  }
}

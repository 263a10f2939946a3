package dev.tidemark.topology.runtime;

import dev.tidemark.serde.RegistryConfig;
import dev.tidemark.serde.SchemaRegistryClient;
import java.util.HashMap;
import java.util.Map;

/** Makes clients of the schema registry. */
final class RegistryClients {

  private RegistryClients() {}

  static SchemaRegistryClient open(RunConfig config) {
    // The stream thread has a transaction open while it asks, so no single question may take long;
    // it asks again.
    Map<String, String> settings = new HashMap<>(config.schemaRegistry());
    settings.putIfAbsent("schema.registry.connect.timeout.ms", "2000");
    settings.putIfAbsent("schema.registry.request.timeout.ms", "3000");
    settings.putIfAbsent("schema.registry.retries", "1");
    try {
      return new SchemaRegistryClient(RegistryConfig.from(settings));
    } catch (IllegalArgumentException e) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          String.valueOf(e.getMessage()),
          "check --schema-registry and the file given with --config",
          e);
    }
  }
}

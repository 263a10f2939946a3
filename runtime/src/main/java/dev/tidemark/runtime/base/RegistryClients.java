package dev.tidemark.runtime.base;

import dev.tidemark.serde.registry.SchemaRegistries;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.HashMap;
import java.util.Map;

/** Makes clients of the schema registry. */
public final class RegistryClients {

  private RegistryClients() {}

  public static SubjectRegistry open(RunConfig config) {
    // The stream thread has a transaction open while it asks, so no single question may take long;
    // it asks again.
    Map<String, String> settings = new HashMap<>(config.schemaRegistry());
    settings.putIfAbsent("schema.registry.connect.timeout.ms", "2000");
    settings.putIfAbsent("schema.registry.request.timeout.ms", "3000");
    settings.putIfAbsent("schema.registry.retries", "1");
    try {
      return SchemaRegistries.open(settings);
    } catch (IllegalArgumentException e) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          String.valueOf(e.getMessage()),
          "check --schema-registry and the file given with --config",
          e);
    }
  }
}

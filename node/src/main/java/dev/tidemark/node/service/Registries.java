package dev.tidemark.node.service;

import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.serde.registry.SchemaRegistries;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the node's own client of the schema registry, which decodes records for display. */
final class Registries {

  private static final Logger LOG = LoggerFactory.getLogger(Registries.class);

  private Registries() {}

  /** Returns the client; empty if no registry is configured, or not completely. */
  static Optional<SubjectRegistry> of(NodeConfig config) {
    if (config.connections().schemaRegistry().isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> settings = new HashMap<>(config.connections().schemaRegistry());
    settings.putIfAbsent("schema.registry.connect.timeout.ms", "2000");
    settings.putIfAbsent("schema.registry.request.timeout.ms", "3000");
    settings.putIfAbsent("schema.registry.retries", "1");
    try {
      return Optional.of(SchemaRegistries.open(settings));
    } catch (IllegalArgumentException e) {
      LOG.warn("records are shown without their schemas: {}", e.getMessage());
      return Optional.empty();
    }
  }
}

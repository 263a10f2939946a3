package dev.tidemark.node.service;

import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.serde.registry.SchemaRegistries;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the node's own client of the schema registry, to show people what records hold. */
final class Registries {

  private static final Logger LOG = LoggerFactory.getLogger(Registries.class);

  private Registries() {}

  /** The client; empty where no registry is configured, or not so that one can be made. */
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

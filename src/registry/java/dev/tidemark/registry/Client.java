package dev.tidemark.registry;

import dev.tidemark.serde.registry.SchemaRegistries;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.HashMap;
import java.util.Map;

/** Whose client is under test. Both are made as a job makes them: by their configuration. */
enum Client {
  /** Tidemark's. */
  OURS,
  /** Confluent's. */
  CONFLUENTS;

  /** Opens a client that gives up soon. */
  SubjectRegistry open(String url, String... more) {
    Map<String, String> config = new HashMap<>();
    config.put("schema.registry.url", url);
    if (this == CONFLUENTS) {
      config.put(SchemaRegistries.CLIENT_CLASS, ConfluentRegistry.class.getName());
    } else {
      config.put("schema.registry.retries", "0");
    }
    for (int i = 0; i < more.length; i += 2) {
      config.put(more[i], more[i + 1]);
    }
    return SchemaRegistries.open(config);
  }
}

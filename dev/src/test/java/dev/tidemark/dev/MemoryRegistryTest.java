package dev.tidemark.dev;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class MemoryRegistryTest implements RegistryContract.Whole {
  private static EmbeddedSchemaRegistry embedded;
  private static RegistryHttp http;

  @BeforeAll
  static void start() {
    embedded = EmbeddedSchemaRegistry.start(EmbeddedSchemaRegistry.Options.defaults());
    http = new RegistryHttp(embedded.url());
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  @Override
  public RegistryHttp registry() {
    return http;
  }
}

package dev.tidemark.dev;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class TopicRegistryIT implements RegistryContract.Whole {
  private static DevCluster cluster;
  private static RegistryHttp http;

  @BeforeAll
  static void start() {
    cluster = DevCluster.start(DevCluster.Options.defaults());
    http = new RegistryHttp(cluster.schemaRegistryUrl());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Override
  public RegistryHttp registry() {
    return http;
  }
}

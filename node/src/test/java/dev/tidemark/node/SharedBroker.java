package dev.tidemark.node;

import dev.tidemark.dev.EmbeddedKafka;
import org.jspecify.annotations.Nullable;

/**
 * The broker that the test classes of this JVM share: it starts for the first class that asks and
 * stops with the JVM. Each class has node clusters, jobs and groups of its own names; topics of
 * jobs are made by {@link TestTopics}, which removes those that are there.
 */
public final class SharedBroker {

  private static @Nullable EmbeddedKafka kafka;

  private SharedBroker() {}

  /** Returns the address for clients. */
  public static synchronized String bootstrapServers() {
    if (kafka == null) {
      kafka = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
    }
    return kafka.bootstrapServers();
  }
}

package dev.tidemark.runtime.base;

import java.util.Set;

/** The reasons why a job may not set a Kafka property. */
final class KafkaPropertyReasons {

  private static final Set<String> IDS =
      Set.of(
          "application.id",
          "client.id",
          "group.id",
          "group.instance.id",
          "transactional.id",
          "application.server",
          "client.rack",
          "state.dir",
          "num.stream.threads",
          "commit.interval.ms");
  private static final Set<String> PROMISES =
      Set.of(
          "acks",
          "allow.auto.create.topics",
          "auto.offset.reset",
          "default.dsl.store",
          "enable.auto.commit",
          "enable.idempotence",
          "ensure.explicit.internal.resource.naming",
          "isolation.level",
          "max.in.flight.requests.per.connection",
          "max.request.size",
          "max.task.idle.ms",
          "processing.guarantee",
          "retries",
          "statestore.cache.max.bytes",
          "topology.optimization",
          "transaction.timeout.ms",
          "upgrade.from");

  private KafkaPropertyReasons() {}

  /** Returns the reason for a key without its prefix. */
  static String of(String key) {
    if (key.startsWith("bootstrap.")) {
      return "the node says which cluster";
    }
    if (key.startsWith("security.")
        || key.startsWith("sasl.")
        || key.startsWith("ssl.")
        || key.startsWith("schema.registry.")
        || key.startsWith("basic.auth.")
        || key.startsWith("bearer.auth.")) {
      return "credentials and security are the node's";
    }
    if (IDS.contains(key)) {
      return "names, folders, threads and the commit interval follow from the job and its settings";
    }
    if (PROMISES.contains(key)) {
      return "a promise of the engine rests on it";
    }
    if (key.startsWith("group.")) {
      return "the group protocol is the engine's";
    }
    if (key.startsWith("topic.") || key.startsWith("replication.")) {
      return "internal topics are the engine's";
    }
    if (key.startsWith("config.providers") || key.startsWith("metric")) {
      return "it loads code or opens files";
    }
    if (key.contains("class")
        || key.contains("handler")
        || key.contains("extractor")
        || key.contains("supplier")
        || key.contains("serializer")
        || key.contains("serde")
        || key.contains("partition.assignment")
        || key.contains("interceptor")) {
      return "it names a class to load";
    }
    return "it is not on the list";
  }
}

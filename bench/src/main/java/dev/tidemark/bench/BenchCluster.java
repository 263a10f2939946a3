package dev.tidemark.bench;

import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The broker and the registry in their JVM, as the watching one sees them. */
final class BenchCluster implements AutoCloseable {
  private static final List<String> JVM_OPTIONS = List.of("-Xms1g", "-Xmx1g");

  private final ChildJvm jvm;
  private final String bootstrapServers;
  private final String registryUrl;
  private final Admin admin;
  private final SchemaRegistry registry;

  private BenchCluster(ChildJvm jvm, String bootstrapServers, String registryUrl) {
    this.jvm = jvm;
    this.bootstrapServers = bootstrapServers;
    this.registryUrl = registryUrl;
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.registry = registry(registryUrl);
  }

  /** A client of the registry at a URL. */
  static SchemaRegistry registry(String url) {
    return new SchemaRegistryClient(RegistryConfig.from(Map.of("schema.registry.url", url)));
  }

  /** Starts both with their data in a workplace; returns when they can be used. */
  static BenchCluster start(Workplace workplace) {
    ChildJvm jvm =
        workplace.start(
            "broker",
            JVM_OPTIONS,
            BrokerProcess.class,
            List.of(workplace.folder("data").toString()));
    String[] addresses = jvm.answer().split(" ", 2);
    return new BenchCluster(jvm, addresses[0], addresses[1]);
  }

  /** Creates a topic that keeps everything. */
  void createTopic(String name) {
    NewTopic topic = new NewTopic(name, Optional.of(CanonicalInput.PARTITIONS), Optional.empty());
    topic.configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
    Consumption.await(admin.createTopics(List.of(topic)).all());
  }

  ChildJvm jvm() {
    return jvm;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  String registryUrl() {
    return registryUrl;
  }

  Admin admin() {
    return admin;
  }

  SchemaRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    admin.close();
    jvm.close();
  }
}

package dev.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, each a process, as one cluster. */
final class QuorumIT {
  private static final int BROKERS = 3;
  private static final int KILLED = 2;

  private final String clusterId = Quorum.newClusterId();

  @Test
  void shouldGoOnWithoutOneOfThreeBrokersAndTakeItBackWithItsData(@TempDir Path folder)
      throws Exception {
    List<Integer> ports = freePorts(2 * BROKERS);
    List<ChildJvm> brokers = new ArrayList<>();
    try {
      for (int node = 1; node <= BROKERS; node++) {
        brokers.add(start(folder, ports, node));
      }
      String bootstrapServers = addresses(brokers);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
          KafkaProducer<String, String> producer = producer(bootstrapServers)) {
        admin.createTopics(List.of(new NewTopic("events", 1, (short) -1))).all().get();
        assertThat(partition(admin).replicas()).hasSize(BROKERS);
        producer.send(new ProducerRecord<>("events", "all are there")).get();

        brokers.get(KILLED - 1).kill();
        assertThat(producer.send(new ProducerRecord<>("events", "one is gone")).get().offset())
            .isEqualTo(1);
        Waiting.await(() -> inSync(admin), Set.of(1, 3));

        brokers.get(KILLED - 1).exitCode();
        brokers.set(KILLED - 1, start(folder, ports, KILLED));
        assertThat(brokers.get(KILLED - 1).line()).endsWith(":" + ports.get(KILLED - 1));
        Waiting.await(() -> inSync(admin), Set.of(1, 2, 3));
        assertThat(admin.describeCluster().clusterId().get()).isEqualTo(clusterId);
      }
    } finally {
      brokers.forEach(ChildJvm::close);
    }
  }

  @Test
  void shouldRefuseANodeThatIsNoneOfTheQuorum() {
    assertThatThrownBy(() -> new Quorum(clusterId, 3, List.of(1000, 1001)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broker 3 is not one of 2");
  }

  private ChildJvm start(Path folder, List<Integer> ports, int node) throws IOException {
    String controllerPorts =
        ports.subList(BROKERS, 2 * BROKERS).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return ChildJvm.start(
        folder,
        EmbeddedKafkaMain.class,
        "--port",
        ports.get(node - 1).toString(),
        "--data-dir",
        folder.resolve("broker-" + node).toString(),
        "--cluster-id",
        clusterId,
        "--node-id",
        Integer.toString(node),
        "--controller-ports",
        controllerPorts);
  }

  /** Waits for all of them. */
  private static String addresses(List<ChildJvm> brokers) throws IOException {
    List<String> addresses = new ArrayList<>();
    for (ChildJvm broker : brokers) {
      addresses.add(broker.line());
    }
    return String.join(",", addresses);
  }

  private static KafkaProducer<String, String> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
        new StringSerializer(),
        new StringSerializer());
  }

  private static Set<Integer> inSync(Admin admin) {
    return partition(admin).isr().stream().map(Node::id).collect(Collectors.toSet());
  }

  private static TopicPartitionInfo partition(Admin admin) {
    try {
      return Objects.requireNonNull(
              admin.describeTopics(List.of("events")).allTopicNames().get().get("events"))
          .partitions()
          .get(0);
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError("no description of events", e);
    }
  }

  /** Below those that the system gives to clients, which would take them while a broker is down. */
  private static List<Integer> freePorts(int count) {
    List<Integer> ports = new ArrayList<>();
    for (int port = 21_000 + (int) (ProcessHandle.current().pid() % 5_000);
        ports.size() < count;
        port++) {
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.tidemark.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.runtime.base.ConnectionConfig;
import dev.tidemark.runtime.base.JobException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes on a real broker, without jobs. */
class NodeIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @Test
  void shouldFormAClusterAndLeaveItAtOnce() {
    try (Node a = Node.start(config("a", "two"));
        NodeClient client = NodeClient.at(List.of(URI.create(a.url()))).build()) {
      try (Node b = Node.start(config("b", "two"))) {
        assertThat(b.url()).isNotEqualTo(a.url());
        await(() -> ids(client).equals(List.of("a", "b")), "both are seen");
        assertThat(client.health().ready()).isTrue();
        assertThat(client.jobs()).isEmpty();
      }
      await(() -> ids(client).equals(List.of("a")), "b is gone");
    }
  }

  @Test
  void shouldSayThatThereIsNoSuchJobOrJar() {
    try (Node a = Node.start(config("a", "none"));
        NodeClient client = NodeClient.at(List.of(URI.create(a.url()))).build()) {
      assertThatThrownBy(() -> client.job("revenue"))
          .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(404));
      assertThatThrownBy(() -> client.jar("0".repeat(64)))
          .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(404));
    }
  }

  @Test
  void shouldRefuseToListenToEverybodyBeforeItOpensAnything() {
    NodeConfig open = config("a", "open");
    NodeConfig everywhere =
        new NodeConfig(
            open.id(),
            open.cluster(),
            new NodeConfig.Listen("0.0.0.0", 0, Optional.empty()),
            open.connections(),
            open.dataDir(),
            open.security(),
            open.limits());

    assertThatThrownBy(() -> Node.start(everywhere).close()).isInstanceOf(JobException.class);
    assertThat(open.dataDir()).doesNotExist();
  }

  @Test
  void shouldRefuseADataFolderThatIsInUse() {
    try (Node a = Node.start(config("a", "lock"))) {
      assertThat(a.url()).isNotEmpty();
      assertThatThrownBy(() -> Node.start(config("a", "lock")).close())
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.hint()).contains("data.dir"));
    }
  }

  @Test
  void shouldLeaveNoThreadBehindAndCloseTwice() {
    Node.start(config("a", "warm")).close();
    Set<String> before = threads();
    Node node = Node.start(config("a", "threads"));
    node.close();
    node.close();

    await(
        () -> {
          Set<String> left = threads();
          left.removeAll(before);
          return left.isEmpty();
        },
        "no thread is left");
  }

  private NodeConfig config(String id, String cluster) {
    return new NodeConfig(
        id,
        cluster,
        NodeConfig.Listen.LOOPBACK,
        new ConnectionConfig(
            SharedBroker.bootstrapServers(),
            Map.of(),
            Map.of("schema.registry.url", "http://127.0.0.1:1")),
        folder.resolve(id),
        NodeConfig.Security.NONE,
        NodeConfig.Limits.DEFAULT);
  }

  private static List<String> ids(NodeClient client) {
    return client.cluster().nodes().stream().map(NodeView::id).toList();
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> !name.startsWith("metrics-meter-tick-thread"))
        // the broker's own threads come and go
        .filter(
            name ->
                name.startsWith("tidemark")
                    || name.startsWith("kafka-producer")
                    || name.startsWith("kafka-admin-client")
                    || name.startsWith("http")
                    || name.startsWith("qtp"))
        .collect(Collectors.toSet());
  }

  private static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in time: " + what + " " + threads());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}

package dev.tidemark.node.cluster;

import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.runtime.base.ConnectionConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Nodes' memories on one broker. */
final class TestCluster {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private TestCluster() {}

  static NodeConfig config(String id, String cluster, String bootstrapServers, Path folder) {
    return new NodeConfig(
        id,
        cluster,
        NodeConfig.Listen.LOOPBACK,
        new ConnectionConfig(bootstrapServers, Map.of(), Map.of()),
        folder,
        NodeConfig.Security.NONE,
        NodeConfig.Limits.DEFAULT);
  }

  /** A memory with the lock of its folder. */
  record Opened(DataFolder folder, ClusterMemory memory) implements AutoCloseable {
    @Override
    public void close() {
      memory.close();
      folder.close();
    }
  }

  static Opened open(NodeConfig config) {
    DataFolder folder = DataFolder.open(config.dataDir());
    try {
      return new Opened(folder, ClusterMemory.open(config, folder));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  static dev.tidemark.client.api.cluster.NodeView node(
      String id, Instant startedAt, boolean leaving) {
    return new dev.tidemark.client.api.cluster.NodeView(
        id, "http://" + id, "test", startedAt, Instant.now(), leaving, List.of());
  }

  static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in time: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}

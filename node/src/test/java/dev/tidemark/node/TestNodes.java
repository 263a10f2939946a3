package dev.tidemark.node;

import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.runtime.base.ConnectionConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Nodes on this machine, and patience with them. */
final class TestNodes {
  private TestNodes() {}

  static NodeConfig config(String id, String cluster, String bootstrapServers, Path dataDir) {
    return new NodeConfig(
        id,
        cluster,
        NodeConfig.Listen.LOOPBACK,
        new ConnectionConfig(
            bootstrapServers, Map.of(), Map.of("schema.registry.url", "http://127.0.0.1:1")),
        dataDir,
        NodeConfig.Security.NONE,
        NodeConfig.Limits.DEFAULT);
  }

  static void await(BooleanSupplier condition, String what) {
    await(Duration.ofSeconds(40), condition, () -> what);
  }

  static void await(Duration limit, BooleanSupplier condition, Supplier<String> what) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in " + limit.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}

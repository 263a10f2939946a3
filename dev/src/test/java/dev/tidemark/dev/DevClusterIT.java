package dev.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DevClusterIT {
  @Test
  void shouldFindItsSchemasAndLevelsAgainInItsDataFolder(@TempDir Path folder) throws Exception {
    DevCluster.Options options = DevCluster.Options.defaults().withDataDir(folder);
    int id;
    try (DevCluster cluster = DevCluster.start(options);
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1))).all().get();
      RegistryHttp registry = new RegistryHttp(cluster.schemaRegistryUrl());
      registry.put("/config", Schemas.json("{'compatibility':'FULL'}"));
      registry.put("/config/orders-value", Schemas.json("{'compatibility':'NONE'}"));
      registry.id("orders-value", Schemas.ORDER);
      id = registry.id("orders-value", Schemas.ORDER_WITH_REQUIRED_FIELD);
      registry.id("gone-value", Schemas.ORDER_WITHOUT_FIELDS);
      registry.delete("/subjects/gone-value");
      registry.delete("/subjects/gone-value?permanent=true");
      registry.delete("/subjects/orders-value/versions/1");
    }

    try (DevCluster cluster = DevCluster.start(options);
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      assertThat(admin.listTopics().names().get()).contains("orders");
      RegistryHttp registry = new RegistryHttp(cluster.schemaRegistryUrl());
      assertThat(registry.get("/schemas/ids/" + id + "/schema").text())
          .isEqualTo(Schemas.ORDER_WITH_REQUIRED_FIELD);
      assertThat(registry.get("/subjects?deleted=true").text())
          .isEqualTo(Schemas.json("['orders-value']"));
      assertThat(registry.get("/subjects/orders-value/versions").text()).isEqualTo("[2]");
      assertThat(registry.get("/subjects/orders-value/versions?deleted=true").text())
          .isEqualTo("[1,2]");
      assertThat(registry.get("/config").text()).contains("FULL");
      assertThat(registry.get("/config/orders-value").text()).contains("NONE");
      assertThat(registry.id("new-value", Schemas.order("{'name':'x','type':'int'}")))
          .as("an id is never given out twice, not even that of a schema that is gone")
          .isEqualTo(id + 2);
    }
  }

  @Test
  void shouldStopTheBrokerWhenTheRegistrysPortIsInUse() throws Exception {
    DevCluster.start(DevCluster.Options.defaults()).close();
    Set<Thread> threads = Waiting.threads();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> DevCluster.start(DevCluster.Options.defaults().withPorts(0, port)))
          .isInstanceOf(StartException.class)
          .hasMessage(
              "port %d is in use by another program; choose another with --registry-port, or 0 for a free one",
              port);
    }
    Waiting.assertNoThreadsBut(threads);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 400, 800, 1300, 2000})
  void shouldLeaveNothingBehindWhenTheJvmIsAskedToEndWhileItStarts(
      int afterMs, @TempDir Path temporary) throws Exception {
    try (ChildJvm child = ChildJvm.start(temporary, DevClusterMain.class)) {
      assertThat(child.line()).isEqualTo("starting");
      LockSupport.parkNanos(Duration.ofMillis(afterMs).toNanos());

      child.terminate();

      assertThat(child.exitCode()).isEqualTo(143);
      assertThat(child.rest()).as("no log, no stack trace").allMatch(DevClusterIT::expected);
    }
    assertThat(folders(temporary)).isEmpty();
  }

  @Test
  void shouldLeaveNothingBehindWhenTheJvmIsAskedToEndWhileItRuns(@TempDir Path temporary)
      throws Exception {
    try (ChildJvm child = ChildJvm.start(temporary, DevClusterMain.class)) {
      assertThat(child.line()).isEqualTo("starting");
      RegistryHttp registry = new RegistryHttp(child.line());
      registry.id("orders-value", Schemas.ORDER);

      child.terminate();

      assertThat(child.exitCode()).isEqualTo(143);
      assertThat(child.rest()).isEmpty();
    }
    assertThat(folders(temporary)).isEmpty();
  }

  private static boolean expected(String line) {
    return line.startsWith("http://127.0.0.1:") || line.startsWith("could not start: the JVM");
  }

  /** The JVM itself and native libraries leave files there that are not ours. */
  private static List<Path> folders(Path temporary) {
    return Waiting.entries(temporary).stream()
        .filter(path -> path.getFileName().toString().startsWith("tidemark"))
        .toList();
  }
}

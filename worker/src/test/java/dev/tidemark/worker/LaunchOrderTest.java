package dev.tidemark.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.base.ConnectionConfig;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.progress.StartPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchOrderTest {
  private static final LaunchOrder ORDER =
      new LaunchOrder(
          "node-a",
          "revenue",
          "/jars/revenue.jar",
          "com.example.Revenue",
          Map.of("minutes", "5"),
          "/locks/revenue",
          true,
          new RunConfig(
              "revenue.r2",
              new ConnectionConfig(
                  "broker:9092",
                  Map.of("ssl.keystore.password", "hidden"),
                  Map.of("schema.registry.url", "http://registry")),
              Path.of("/state/a folder/revenue.r2").toAbsolutePath(),
              2,
              Duration.ofMillis(150),
              new ReplayScope(
                  Map.of("orders", Map.of(0, new StartPoint(40, 1_763_640_000_000L))),
                  Map.of(),
                  ".again",
                  null,
                  Map.of()),
              "7",
              Registration.COMPATIBLE));

  @Test
  void shouldGoThroughThePipeUnchanged() throws IOException {
    byte[] line = JsonLines.line(ORDER);

    JsonLines.Line read = new JsonLines.Reader(new ByteArrayInputStream(line)).line().orElseThrow();

    assertThat(read.as(LaunchOrder.class)).contains(ORDER);
  }

  @Test
  void shouldNotPrintSecrets() {
    assertThat(ORDER.toString()).contains("revenue.r2").doesNotContain("hidden");
    assertThat(ORDER.run().toString()).contains("broker:9092").doesNotContain("hidden");
  }
}

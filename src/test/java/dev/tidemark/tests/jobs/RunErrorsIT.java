package dev.tidemark.tests.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schemas.Flight;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import dev.tidemark.tests.base.Cli;
import dev.tidemark.tests.base.JobJars;
import dev.tidemark.tests.base.SharedCluster;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.topology.dsl.StreamJob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tidemark run} says when it can't: one line what, one what to do, an exit code. */
class RunErrorsIT {

  private static TestKafka kafka;

  @BeforeAll
  static void start() {
    kafka = SharedCluster.kafka();
  }

  @BeforeEach
  void deleteTopics() {
    kafka.deleteTopics();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void shouldSayThatNoBrokerAnswers(@TempDir Path folder) throws IOException {
    String nowhere = "127.0.0.1:" + unusedPort();

    Cli run = run(UnfitJobs.ReadsAbsentTopic.class, nowhere, folder);

    assertError(run, 5, "no Kafka broker answers at " + nowhere);
  }

  @Test
  void shouldSayThatATopicIsMissing(@TempDir Path folder) {
    kafka.createTopic("absent-1", 1);

    Cli run = run(UnfitJobs.ReadsAbsentTopic.class, kafka.bootstrapServers(), folder);

    assertError(run, 7, "topic absent", "does not exist");
    assertThat(run.err())
        .contains("did you mean 'absent-1'? Otherwise create the topic", "produce absent --create");
  }

  @Test
  void shouldSayThatASchemaDoesNotFit(@TempDir Path folder) {
    kafka.createTopic("flights", 1);
    try (SchemaRegistryClient registry =
        new SchemaRegistryClient(
            RegistryConfig.from(Map.of("schema.registry.url", SharedCluster.registryUrl())))) {
      registry.register("flights-value", Flight.getClassSchema());
    }

    Cli run = run(UnfitJobs.ReadsAltitudes.class, kafka.bootstrapServers(), folder);

    assertError(run, 8, "flights-value", "altitude");
  }

  @Test
  void shouldSayThatPartitionsDoNotMatch(@TempDir Path folder) {
    kafka.createTopic("orders", 4);
    kafka.createTopic("teams", 3);

    Cli run = run(UnfitJobs.JoinsOnKey.class, kafka.bootstrapServers(), folder);

    assertError(run, 7, "orders (4 partitions)", "teams (3 partitions)");
  }

  @Test
  void shouldSayThatTheNameOfAnInternalTopicIsTooLong(@TempDir Path folder) {
    kafka.createTopic(UnfitJobs.HasALongName.TABLE, 4);
    kafka.createTopic("orders", 4);

    Cli run = run(UnfitJobs.HasALongName.class, kafka.bootstrapServers(), folder);

    assertError(run, 2, "would have a name of", "Kafka allows 249");
  }

  @Test
  void shouldSayThatThereIsNoJobInAJar(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("nothing.jar");
    Files.write(
        jar, new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    assertError(Cli.run("run", jar.toString()), 3, "nothing.jar");
  }

  @Test
  void shouldSayThatAClassIsNotInTheJar(@TempDir Path folder) {
    Path jar = JobJars.of(UnfitJobs.JoinsOnKey.class, folder);

    assertError(
        Cli.run("run", jar.toString(), "--class", "org.example.Wrong"), 3, "org.example.Wrong");
  }

  private static Cli run(Class<? extends StreamJob> job, String bootstrapServers, Path folder) {
    return Cli.run(
        "run",
        JobJars.of(job, folder).toString(),
        "--bootstrap-server",
        bootstrapServers,
        "--schema-registry",
        SharedCluster.registryUrl(),
        "--state-dir",
        folder.resolve("state").toString());
  }

  private static void assertError(Cli run, int exitCode, String... parts) {
    assertThat(run.err().lines())
        .as(run.err())
        .satisfiesExactly(
            error -> assertThat(error).startsWith("error: ").contains(parts),
            hint -> assertThat(hint).startsWith("hint: "));
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

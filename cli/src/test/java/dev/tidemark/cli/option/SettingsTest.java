package dev.tidemark.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.runtime.base.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Path STATE = Path.of("state");

  @Test
  void shouldHaveDefaultsThatMeetTheClusterOfDev() {
    RunConfig config = Settings.ofEnvironment(Map.of()).runConfig("revenue", STATE);

    assertThat(config)
        .isEqualTo(
            new RunConfig(
                "revenue",
                "localhost:9092",
                Map.of("schema.registry.url", "http://localhost:8081"),
                Map.of(),
                STATE,
                1,
                Duration.ofMillis(200)));
  }

  @Test
  void shouldPreferTheFlagToTheFileToTheEnvironment() {
    Settings environment =
        Settings.ofEnvironment(
            Map.of(
                "TIDEMARK_BOOTSTRAP_SERVER",
                "environment:1",
                "TIDEMARK_SCHEMA_REGISTRY",
                "http://environment"));
    Settings file =
        environment.with(Map.of(Settings.BOOTSTRAP_SERVERS, "file:1", Settings.THREADS, "2"));
    Settings flags = file.with(Settings.THREADS, "3").with(Settings.BOOTSTRAP_SERVERS, null);

    RunConfig config = flags.runConfig("revenue", STATE);

    assertThat(config.bootstrapServers()).isEqualTo("file:1");
    assertThat(config.schemaRegistry()).containsEntry(Settings.REGISTRY_URL, "http://environment");
    assertThat(config.threads()).isEqualTo(3);
  }

  @Test
  void shouldPassEachSettingToWhomItIsFor() {
    RunConfig config =
        Settings.ofEnvironment(Map.of())
            .with(
                Map.of(
                    "security.protocol", "SSL",
                    "schema.registry.ssl.truststore.location", "/t",
                    "basic.auth.user.info", "me:secret",
                    "commit.interval.ms", "1000",
                    "application.id", "revenue-2"))
            .runConfig("revenue", STATE);

    assertThat(config.kafka()).containsExactly(Map.entry("security.protocol", "SSL"));
    assertThat(config.schemaRegistry())
        .containsOnlyKeys(
            "schema.registry.url",
            "schema.registry.ssl.truststore.location",
            "basic.auth.user.info");
    assertThat(config.commitInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.applicationId()).isEqualTo("revenue-2");
  }

  @Test
  void shouldReadTheSampleFileAsTheDefaults() {
    assertThat(Settings.read(Path.of("../config/run.properties")))
        .allSatisfy(
            (name, value) ->
                assertThat(Settings.ofEnvironment(Map.of()).values()).containsEntry(name, value));
  }

  @Test
  void shouldReadAFile(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("run.properties"), "# cluster\nbootstrap.servers = b:1 \n");

    assertThat(Settings.read(file)).containsExactly(Map.entry("bootstrap.servers", "b:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "many", "", "99999999999999999999"})
  void shouldRefuseAnImpossibleNumberOfThreads(String threads) {
    Settings settings = Settings.ofEnvironment(Map.of()).with(Settings.THREADS, threads);

    CommandException e =
        catchThrowableOfType(CommandException.class, () -> settings.runConfig("revenue", STATE));

    assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(e).hasMessageContaining("num.stream.threads");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "../x", "ü"})
  void shouldRefuseAnApplicationIdThatKafkaOrAFolderCanNotHave(String id) {
    Settings settings = Settings.ofEnvironment(Map.of()).with(Settings.APPLICATION_ID, id);

    CommandException e =
        catchThrowableOfType(CommandException.class, () -> settings.applicationId("revenue"));

    assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
  }
}

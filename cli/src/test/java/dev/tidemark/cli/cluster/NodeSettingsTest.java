package dev.tidemark.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.cli.Invocation;
import dev.tidemark.cli.option.Settings;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.config.NodeConfig.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class NodeSettingsTest {
  @TempDir Path home = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void setHome() {
    environment.put("XDG_STATE_HOME", home.toString());
  }

  @Test
  void shouldListenOnThisMachineAloneUnlessToldOtherwise() {
    NodeConfig config = config();

    assertThat(config.listen().host()).isEqualTo("127.0.0.1");
    assertThat(config.listen().port()).isEqualTo(8080);
    assertThat(config.cluster()).isEqualTo("tidemark");
    assertThat(config.connections().bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(config.connections().schemaRegistry())
        .containsExactly(Map.entry("schema.registry.url", "http://localhost:8081"));
    assertThat(config.connections().kafka()).isEmpty();
    assertThat(config.dataDir()).isEqualTo(home.resolve("tidemark/node"));
    assertThat(config.security().tokens()).isEmpty();
    assertThat(config.security().tls()).isEmpty();
    assertThat(config.security().insecure()).isFalse();
    assertThat(config.limits()).isEqualTo(Limits.DEFAULT);
  }

  @Test
  void shouldPreferTheFlagToTheFileToTheEnvironment() throws IOException {
    environment.put("TIDEMARK_BOOTSTRAP_SERVER", "environment:1");
    environment.put("TIDEMARK_SCHEMA_REGISTRY", "http://environment");
    Path file =
        Files.writeString(
            home.resolve("node.properties"),
            "bootstrap.servers=file:1\nlisten.port=1\ncluster.name=file\nsasl.mechanism=PLAIN\nbasic.auth.user.info=me:s\n");

    NodeConfig config =
        config("--config", file.toString(), "--listen", "[::1]:2", "--cluster", "flag");

    assertThat(config.connections().bootstrapServers()).isEqualTo("file:1");
    assertThat(config.connections().schemaRegistry())
        .containsEntry("schema.registry.url", "http://environment");
    assertThat(config.connections().schemaRegistry()).containsEntry("basic.auth.user.info", "me:s");
    assertThat(config.connections().kafka()).containsExactly(Map.entry("sasl.mechanism", "PLAIN"));
    assertThat(config.listen().host()).isEqualTo("::1");
    assertThat(config.listen().port()).isEqualTo(2);
    assertThat(config.cluster()).isEqualTo("flag");
  }

  @Test
  void shouldHandOverAllThatIsStated() {
    NodeConfig config =
        config(
            "--id=n",
            "--advertised-url=https://n:1/",
            "--data-dir=d",
            "--token-file=t",
            "--peer-token-file=p",
            "--tls-keystore=k",
            "--tls-password-file=w",
            "--tls-truststore=s",
            "--insecure");

    assertThat(config.id()).isEqualTo("n");
    assertThat(config.listen().advertisedUrl()).contains("https://n:1");
    assertThat(config.dataDir()).isEqualTo(Path.of("d"));
    assertThat(config.security().tokens()).contains(Path.of("t"));
    assertThat(config.security().peerToken()).contains(Path.of("p"));
    assertThat(config.security().tls())
        .contains(new NodeConfig.Tls(Path.of("k"), Path.of("w"), Optional.of(Path.of("s"))));
    assertThat(config.security().insecure()).isTrue();
  }

  @Test
  void shouldReadTheSampleFileAsTheDefaults() {
    Map<String, String> sample = new HashMap<>(Settings.read(Path.of("../config/node.properties")));
    sample.remove(NodeSettings.DATA_DIR);

    assertThat(
            NodeSettings.ofEnvironment(Invocation.terminal(environment)).with(sample).nodeConfig())
        .isEqualTo(config());
  }

  @Test
  void shouldKeepTheNameThatItHasMadeUp() {
    String made = config().id();

    assertThat(made).matches("[a-z0-9-]{8,64}");
    assertThat(config().id()).isEqualTo(made);
    assertThat(config("--data-dir", home.resolve("other").toString()).id()).isNotEqualTo(made);
  }

  @ParameterizedTest
  @CsvSource({
    "--listen=8080, HOST:PORT",
    "--listen=:8080, HOST:PORT",
    "--listen=127.0.0.1:http, listen.port",
    "--listen=127.0.0.1:70000, listen.port",
    "--tls-keystore=k, both a key store and",
    "--advertised-url=node, is not the address",
    "--config=none.properties, none.properties"
  })
  void shouldRefuseWhatCanNotBeMeant(String option, String message) {
    CommandException e = catchThrowableOfType(CommandException.class, () -> config(option));

    assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(e.getMessage() + e.hint()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({"insecure, maybe", "limit.jobs, 0", "limit.body.bytes, all", "cluster.name, ''"})
  void shouldRefuseASettingThatIsNone(String name, String value) {
    NodeSettings settings =
        NodeSettings.ofEnvironment(Invocation.terminal(environment)).with(Map.of(name, value));

    CommandException e = catchThrowableOfType(CommandException.class, settings::nodeConfig);

    assertThat(e).hasMessageContaining(name);
  }

  @Test
  void shouldRefuseAFolderThatHoldsAnotherThingThanAName() throws IOException {
    Files.createDirectories(home.resolve("tidemark/node"));
    Files.writeString(home.resolve("tidemark/node/node-id"), "../x");

    assertThat(catchThrowableOfType(CommandException.class, this::config))
        .hasMessageContaining("does not hold the name of a node");
  }

  private NodeConfig config(String... args) {
    NodeCommand command = new NodeCommand(Invocation.terminal(environment));
    new CommandLine(command).parseArgs(args);
    return command.settings().nodeConfig();
  }
}

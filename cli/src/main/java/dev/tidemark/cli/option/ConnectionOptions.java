package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.serde.registry.SchemaRegistries;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The Kafka cluster and the schema registry that a command uses. */
public final class ConnectionOptions {

  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      order = 10,
      description = "The Kafka cluster (default: $TIDEMARK_BOOTSTRAP_SERVER, or localhost:9092).")
  @Nullable String bootstrapServer;

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      order = 11,
      description =
          "The schema registry (default: $TIDEMARK_SCHEMA_REGISTRY, or http://localhost:8081).")
  @Nullable String schemaRegistry;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      order = 12,
      description =
          "Settings of the clients, as in Kafka's client.properties; see config/run.properties.")
  @Nullable Path configFile;

  /**
   * All settings, by Kafka's names: flags, then the file, then the environment, then the defaults.
   */
  Settings settings(Terminal terminal) {
    Settings settings =
        Settings.ofEnvironment(terminal.environment())
            .with(configFile == null ? Map.of() : Settings.read(configFile));
    return settings
        .with(Settings.BOOTSTRAP_SERVERS, bootstrapServer)
        .with(Settings.REGISTRY_URL, schemaRegistry);
  }

  /**
   * Returns whether the address of the registry is stated: by a flag, a file or the environment.
   */
  public boolean namesRegistry(Terminal terminal) {
    return schemaRegistry != null
        || terminal.environment("TIDEMARK_SCHEMA_REGISTRY") != null
        || (configFile != null && Settings.read(configFile).containsKey(Settings.REGISTRY_URL));
  }

  /** The configuration of a command that only looks: it needs no state folder. */
  public RunConfig lookingOnly(String name, Terminal terminal) {
    return settings(terminal).runConfig(name, StateFolder.root(name, terminal.environment()));
  }

  /** A client of the registry; it asks nothing yet. */
  public SubjectRegistry registry(Terminal terminal) {
    Map<String, String> settings = new TreeMap<>(settings(terminal).values());
    settings.keySet().removeIf(name -> !Settings.isRegistry(name));
    settings.putIfAbsent("schema.registry.retries", "1");
    try {
      return SchemaRegistries.open(settings);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE,
          String.valueOf(e.getMessage()),
          "check --schema-registry and the file given with --config",
          e);
    }
  }
}

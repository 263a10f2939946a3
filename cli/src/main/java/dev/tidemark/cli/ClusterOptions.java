package dev.tidemark.cli;

import dev.tidemark.topology.runtime.RunConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command talks to, and as which application. */
final class ClusterOptions {

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

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      order = 13,
      description =
          "The name of the run: consumer group, internal topics, transactions (default: the job's name).")
  @Nullable String applicationId;

  /**
   * All settings, by Kafka's names: flags, then the file, then the environment, then the defaults.
   */
  Settings settings(Terminal terminal) {
    Settings settings =
        Settings.ofEnvironment(terminal.environment())
            .with(configFile == null ? Map.of() : Settings.read(configFile));
    return settings
        .with(Settings.BOOTSTRAP_SERVERS, bootstrapServer)
        .with(Settings.REGISTRY_URL, schemaRegistry)
        .with(Settings.APPLICATION_ID, applicationId);
  }

  /** The configuration of a command that only looks at a job: it needs no state folder. */
  RunConfig lookingOnly(String job, Terminal terminal) {
    Settings settings = settings(terminal);
    return settings.runConfig(job, StateFolder.root(job, terminal.environment()));
  }
}

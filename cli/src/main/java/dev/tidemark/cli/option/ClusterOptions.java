package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.runtime.base.RunConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The cluster that a command uses, and the application id. */
public final class ClusterOptions {

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      order = 13,
      description =
          "The name of the run: consumer group, internal topics, transactions (default: the job's name).")
  @Nullable
  public String applicationId;

  /**
   * All settings, by Kafka's names: flags, then the file, then the environment, then the defaults.
   */
  public Settings settings(Terminal terminal) {
    return connection.settings(terminal).with(Settings.APPLICATION_ID, applicationId);
  }

  /** The configuration of a command that only looks at a job: it needs no state folder. */
  public RunConfig lookingOnly(String job, Terminal terminal) {
    Settings settings = settings(terminal);
    return settings.runConfig(job, StateFolder.root(job, terminal.environment()));
  }
}

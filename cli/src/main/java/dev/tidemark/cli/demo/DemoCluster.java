package dev.tidemark.cli.demo;

import dev.tidemark.cli.option.Settings;
import dev.tidemark.cli.terminal.OpenResources;
import dev.tidemark.cli.terminal.TemporaryFolder;
import dev.tidemark.dev.DevCluster;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import java.nio.file.Path;
import java.util.Map;

/**
 * The broker and the registry of the demo.
 *
 * @param folder holds everything that the demo writes
 * @param registry a client of the registry
 */
record DemoCluster(Path folder, DevCluster cluster, SchemaRegistryClient registry) {

  static DemoCluster start(OpenResources resources) throws Exception {
    TemporaryFolder folder = resources.open(() -> TemporaryFolder.create("demo"));
    DevCluster cluster =
        resources.open(
            () ->
                DevCluster.start(
                    DevCluster.Options.defaults()
                        .withDataDir(folder.path().resolve("cluster"))
                        .withCloseOnExit(false)));
    SchemaRegistryClient registry =
        resources.open(
            () -> new SchemaRegistryClient(RegistryConfig.from(registrySettings(cluster))));
    return new DemoCluster(folder.path(), cluster, registry);
  }

  String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  String schemaRegistryUrl() {
    return cluster.schemaRegistryUrl();
  }

  RunConfig runConfig(String applicationId) {
    return new RunConfig(
            applicationId,
            bootstrapServers(),
            registrySettings(cluster),
            Map.of(),
            folder.resolve("state").resolve(applicationId),
            1,
            RunConfig.DEFAULT_COMMIT_INTERVAL)
        .withRegistration(Registration.COMPATIBLE);
  }

  private static Map<String, String> registrySettings(DevCluster cluster) {
    return Map.of(Settings.REGISTRY_URL, cluster.schemaRegistryUrl());
  }
}

package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.runtime.base.ConnectionConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Jobs and nodes as tests need them. */
final class Specs {
  private static final JobSettings SETTINGS = new JobSettings(1, 64, 0, 100, Map.of());

  private static final Author ADA = new Author("ada", Instant.EPOCH);

  private Specs() {}

  static JobSpec job(String name, Map<String, String> parameters) {
    return new JobSpec(
        name,
        1,
        1,
        new JobSpec.Code("0".repeat(64), "example.Job", parameters),
        new JobSpec.Target(SETTINGS, DesiredState.RUNNING, 0),
        new JobSpec.Planned(Json.mapper().createObjectNode(), Map.of()),
        ADA,
        ADA,
        null,
        null);
  }

  static JobSpec with(JobSpec spec, DesiredState state) {
    return copy(spec, spec.version() + 1, spec.run(), state, spec.restarts());
  }

  static JobSpec restarted(JobSpec spec) {
    return copy(spec, spec.version() + 1, spec.run(), spec.desiredState(), spec.restarts() + 1);
  }

  static JobSpec nextRun(JobSpec spec) {
    return copy(spec, spec.version() + 1, spec.run() + 1, spec.desiredState(), spec.restarts());
  }

  static JobSpec of(String name, Path jar, String jobClass, JobSettings settings) {
    return of(name, jar, jobClass, settings, Map.of());
  }

  static JobSpec of(
      String name,
      Path jar,
      String jobClass,
      JobSettings settings,
      Map<String, String> parameters) {
    JobSpec base = job(name, parameters);
    return new JobSpec(
        name,
        1,
        1,
        new JobSpec.Code(base.jar(), jobClass, base.parameters()),
        new JobSpec.Target(settings, DesiredState.RUNNING, 0),
        base.planned(),
        ADA,
        ADA,
        null,
        null);
  }

  static NodeConfig node(Path dataDir, String bootstrapServers, Map<String, String> kafka) {
    return new NodeConfig(
        "node-1",
        "tidemark",
        NodeConfig.Listen.LOOPBACK,
        new ConnectionConfig(bootstrapServers, kafka, Map.of()),
        dataDir,
        NodeConfig.Security.NONE,
        NodeConfig.Limits.DEFAULT);
  }

  private static JobSpec copy(
      JobSpec spec, long version, int run, DesiredState state, int restarts) {
    return new JobSpec(
        spec.name(),
        version,
        run,
        spec.code(),
        new JobSpec.Target(spec.settings(), state, restarts),
        spec.planned(),
        spec.submitted(),
        spec.changed(),
        null,
        null);
  }
}

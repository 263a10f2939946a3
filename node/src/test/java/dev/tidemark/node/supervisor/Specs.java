package dev.tidemark.node.supervisor;

import dev.tidemark.node.NodeConfig;
import dev.tidemark.node.api.DesiredState;
import dev.tidemark.node.api.JobSettings;
import dev.tidemark.node.api.JobSpec;
import dev.tidemark.node.api.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Jobs and nodes as tests need them. */
final class Specs {
  private static final JobSettings SETTINGS = new JobSettings(1, 64, 0, 100, Map.of());

  private Specs() {}

  static JobSpec job(String name, Map<String, String> parameters) {
    return new JobSpec(
        name,
        1,
        1,
        "0".repeat(64),
        "example.Job",
        parameters,
        SETTINGS,
        DesiredState.RUNNING,
        0,
        Json.mapper().createObjectNode(),
        Map.of(),
        "somebody",
        Instant.EPOCH,
        "somebody",
        Instant.EPOCH);
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
        base.jar(),
        jobClass,
        base.parameters(),
        settings,
        DesiredState.RUNNING,
        0,
        base.plan(),
        Map.of(),
        "somebody",
        Instant.EPOCH,
        "somebody",
        Instant.EPOCH);
  }

  static NodeConfig node(Path dataDir, String bootstrapServers, Map<String, String> kafka) {
    return new NodeConfig(
        "node-1",
        "tidemark",
        "127.0.0.1",
        0,
        Optional.empty(),
        bootstrapServers,
        kafka,
        Map.of(),
        dataDir,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        NodeConfig.Limits.DEFAULT);
  }

  private static JobSpec copy(
      JobSpec spec, long version, int run, DesiredState state, int restarts) {
    return new JobSpec(
        spec.name(),
        version,
        run,
        spec.jar(),
        spec.jobClass(),
        spec.parameters(),
        spec.settings(),
        state,
        restarts,
        spec.plan(),
        spec.partitions(),
        spec.submittedBy(),
        spec.submittedAt(),
        spec.changedBy(),
        spec.changedAt());
  }
}

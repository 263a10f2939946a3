package dev.tidemark.tests.rules;

import dev.tidemark.runtime.base.Deployment;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.base.StreamsSettings;
import dev.tidemark.runtime.streams.InputLag;
import dev.tidemark.runtime.streams.RegistryCodecs;
import dev.tidemark.runtime.streams.RegistryOutageRetry;
import dev.tidemark.runtime.streams.RunServices;
import dev.tidemark.runtime.streams.TaskBoard;
import dev.tidemark.runtime.streams.TopologyAssembly;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.stage.base.StageLimits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.TopologyDescription;

/** Builds the Kafka Streams topology of a plan as a run does, without a broker. */
public final class AssembledTopology {

  private AssembledTopology() {}

  /**
   * Describes the topology of a run on a cluster where every topic has four partitions.
   *
   * @param topics all topics that the job reads and writes
   */
  public static TopologyDescription of(PhysicalPlan plan, Set<String> topics) {
    RunConfig config =
        new RunConfig(
            plan.job() + ".r1",
            "localhost:9092",
            Map.of(),
            Map.of(),
            Path.of("target", "state-that-is-never-created"),
            1,
            RunConfig.DEFAULT_COMMIT_INTERVAL);
    Map<String, Integer> partitions = new HashMap<>();
    topics.forEach(topic -> partitions.put(topic, 4));
    Deployment deployment =
        new Deployment(plan, partitions, Map.of(), StageLimits.DEFAULT, ReplayScope.NONE);
    return new TopologyAssembly(
            config,
            deployment,
            new RegistryCodecs(new InMemorySchemaRegistry(), plan.subjects()),
            new RunServices(new RegistryOutageRetry(), new TaskBoard(), new InputLag()))
        .assemble(StreamsSettings.of(config))
        .describe();
  }
}

package dev.tidemark.topology.runtime;

import dev.tidemark.serde.InMemorySchemaRegistry;
import dev.tidemark.topology.operators.StageLimits;
import dev.tidemark.topology.plan.PhysicalPlan;
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
            new RunWatch(new Outage(), new TaskBoard(), new InputLag()))
        .assemble(StreamsSettings.of(config))
        .describe();
  }
}

package dev.tidemark.runtime.streams;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.processor.TaskId;

/**
 * The parts of a Kafka Streams topology that share tasks: task {@code N_P} is part N on the
 * partitions P of its topics.
 *
 * @param all with their full topic names
 */
public record SubTopologies(List<SubTopology> all) {

  /** One part. */
  record SubTopology(int id, Set<String> topics, Set<String> stores) {}

  /**
   * Of a topology.
   *
   * @param external the topics that are not internal: those have the application id as a prefix,
   *     which a description leaves out
   */
  public static SubTopologies of(
      TopologyDescription description, String applicationId, Set<String> external) {
    List<SubTopology> all = new ArrayList<>();
    for (TopologyDescription.Subtopology part : description.subtopologies()) {
      Set<String> topics = new HashSet<>();
      Set<String> stores = new HashSet<>();
      for (TopologyDescription.Node node : part.nodes()) {
        if (node instanceof TopologyDescription.Source source && source.topicSet() != null) {
          source
              .topicSet()
              .forEach(
                  topic ->
                      topics.add(external.contains(topic) ? topic : applicationId + "-" + topic));
        } else if (node instanceof TopologyDescription.Processor processor) {
          stores.addAll(processor.stores());
        }
      }
      all.add(new SubTopology(part.id(), Set.copyOf(topics), Set.copyOf(stores)));
    }
    return new SubTopologies(all);
  }

  /** Returns the task that reads a partition. */
  Optional<TaskId> reader(String topic, int partition) {
    return all.stream()
        .filter(part -> part.topics.contains(topic))
        .findFirst()
        .map(part -> new TaskId(part.id, partition));
  }

  /** Returns the task that holds a partition of a store. */
  Optional<TaskId> holder(String store, int partition) {
    return all.stream()
        .filter(part -> part.stores.contains(store))
        .findFirst()
        .map(part -> new TaskId(part.id, partition));
  }
}

package dev.tidemark.node.cluster;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The names of a cluster's topics and transactions. All begin with the cluster's name, so one
 * prefixed ACL covers them.
 *
 * @param cluster the prefix
 */
public record TopicNames(String cluster) {

  /** Job specs by name. */
  String jobs() {
    return cluster + "-jobs";
  }

  /** Manifests of jars by SHA-256. */
  String jars() {
    return cluster + "-jars";
  }

  /** Returns the name of the topic that the manifests refer to. */
  String chunks() {
    return cluster + "-jar-chunks";
  }

  /** Signs of life by node. */
  String nodes() {
    return cluster + "-nodes";
  }

  /**
   * Returns the transactional id of the writer of {@link #jobs} and {@link #jars}: one at a time.
   */
  String jobsWriter() {
    return cluster + "-jobs-writer";
  }

  /** Returns the transactional id of the writer of {@link #chunks}. */
  String chunksWriter(String node) {
    return cluster + "-jar-chunks-" + node;
  }

  List<String> all() {
    return List.of(jobs(), jars(), chunks(), nodes());
  }

  /** The only partition of a topic. */
  static TopicPartition partition(String topic) {
    return new TopicPartition(topic, 0);
  }
}

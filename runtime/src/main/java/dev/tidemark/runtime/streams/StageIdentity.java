package dev.tidemark.runtime.streams;

import dev.tidemark.runtime.base.TopologyNames;
import dev.tidemark.topology.stage.base.Handover;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The name, the run and the input of a stage or table.
 *
 * @param name the name of the stage or table
 * @param run the run that it belongs to
 * @param input the topic that it reads
 * @param toExchanges the names of the processor nodes behind it that lead to exchanges, by the
 *     names of the exchanges
 */
record StageIdentity(String name, Run run, Input input, Map<String, String> toExchanges) {

  StageIdentity {
    toExchanges = Map.copyOf(toExchanges);
  }

  /** Returns the name of the processor node that leads to an exchange. */
  String toExchange(String exchange) {
    String node = toExchanges.get(exchange);
    if (node == null) {
      throw new IllegalStateException(name + " does not write to exchange " + exchange);
    }
    return node;
  }

  /**
   * A run of a job.
   *
   * @param job the name of the job
   * @param applicationId the application id of the run
   * @param version the version of the job; empty if versions are not counted
   * @param topicsWithSchemas the topics that the job reads whose values name their schema
   * @param aheadOfClockMs how far ahead of the clock the topics that are written to accept records,
   *     in milliseconds
   * @param handover the share of the preceding run, if there is one
   */
  record Run(
      String job,
      String applicationId,
      String version,
      Set<String> topicsWithSchemas,
      long aheadOfClockMs,
      Optional<Handover> handover) {}

  /**
   * A topic that is read.
   *
   * @param topic the source topic; the name of the stage if it reads an exchange
   * @param consumedTopic the name of the topic in the cluster
   * @param partitions the number of its partitions
   */
  record Input(String topic, String consumedTopic, int partitions) {}

  /** Returns the name of the commit hook. */
  String commitHook() {
    return TopologyNames.commitHook(name);
  }
}

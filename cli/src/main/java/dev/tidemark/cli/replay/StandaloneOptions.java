package dev.tidemark.cli.replay;

import dev.tidemark.cli.option.ClusterOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A job that {@code tidemark run} runs, without a node. */
final class StandaloneOptions {

  @Mixin ClusterOptions cluster = new ClusterOptions();

  /** Whether no node is to be asked. */
  boolean isStated() {
    return cluster.applicationId != null;
  }

  /** The run before. */
  @Nullable String applicationId() {
    return cluster.applicationId;
  }
}

package dev.tidemark.cli.replay;

import dev.tidemark.cli.option.ClusterOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A job that {@code tidemark run} runs, without a node. */
final class StandaloneOptions {

  @Mixin ClusterOptions cluster = new ClusterOptions();

  /** Returns whether the replay runs without a node. */
  boolean isStated() {
    return cluster.applicationId != null;
  }

  /** Returns the application id of the previous run. */
  @Nullable String applicationId() {
    return cluster.applicationId;
  }
}

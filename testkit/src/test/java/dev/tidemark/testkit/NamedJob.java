package dev.tidemark.testkit;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.util.function.Consumer;

/** A job that is written in its test. */
record NamedJob(String name, Consumer<Topology> definition) implements StreamJob {

  @Override
  public void define(Topology topology) {
    definition.accept(topology);
  }
}

package clijobs;

import static dev.tidemark.serde.Types.STRING;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** Two streams that lead nowhere. */
public final class InvalidJob implements StreamJob {
  @Override
  public void define(Topology topology) {
    topology.stream("words", STRING).filter("short", word -> word.length() < 5);
    topology.stream("numbers", STRING).filter("even", number -> number.endsWith("0"));
  }
}

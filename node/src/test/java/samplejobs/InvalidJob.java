package samplejobs;

import static dev.tidemark.serde.Types.STRING;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** Has two streams that end nowhere. */
public final class InvalidJob implements StreamJob {
  @Override
  public void define(Topology topology) {
    topology.stream("first", STRING);
    topology.stream("second", STRING);
  }
}

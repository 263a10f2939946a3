package samplejobs;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** A job. */
public final class FirstJob implements StreamJob {

  @Override
  public void define(Topology topology) {}
}

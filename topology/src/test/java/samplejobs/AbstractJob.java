package samplejobs;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** A job that can't be created. */
public abstract class AbstractJob implements StreamJob {

  @Override
  public void define(Topology topology) {}
}

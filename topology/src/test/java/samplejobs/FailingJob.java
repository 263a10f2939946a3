package samplejobs;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** A job whose constructor throws. */
public final class FailingJob implements StreamJob {
  public FailingJob() {
    throw new IllegalArgumentException("no such colour");
  }

  @Override
  public void define(Topology topology) {}
}

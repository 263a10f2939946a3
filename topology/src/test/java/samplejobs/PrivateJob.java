package samplejobs;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** A job whose constructor nobody may call. */
public final class PrivateJob implements StreamJob {
  private PrivateJob() {}

  @Override
  public void define(Topology topology) {}
}
